/** The most scenarios that run at the same time. Each has a process with a server. */
export const MOST_JOBS = 64;
