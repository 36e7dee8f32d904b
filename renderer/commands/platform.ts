/** The keyboard that the person has before them. */
export const onMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);
/** The desktop program draws the menu bar, from what the page sends it. */
export const hasNativeMenu = typeof window !== 'undefined' && 'plexus' in window;
