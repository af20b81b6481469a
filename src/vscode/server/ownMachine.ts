/** Where a server listens that only this machine reaches. */
export const OWN_MACHINE = '127.0.0.1';
