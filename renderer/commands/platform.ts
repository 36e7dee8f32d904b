/** The keyboard that the person has before them. */
export const onMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);
