/** The first path segments that the dev session server itself uses, whatever it emulates. */
export const OWN_PATHS: readonly string[] = ['_workbench', 'pair'];
