/** The version of this host: the same as the package's, which is not there any more once the program is built. */
export const hostVersion = '0.1.0';
