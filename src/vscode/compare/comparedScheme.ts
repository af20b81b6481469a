/** Of a side of a comparison. It is apart from the rest, as it is all that the start needs. */
export const COMPARED_SCHEME = 'session-workbench-compared';
