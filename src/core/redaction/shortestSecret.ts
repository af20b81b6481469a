/** Shorter values are ordinary words that also occur where they are no secret. They are replaced only where they were one. */
export const SHORTEST_SECRET = 4;
