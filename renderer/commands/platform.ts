/** The keyboard that the person has before them. */
export const onMac = /mac/i.test(navigator.platform);
