/**
 * What tokens and authorization codes look like. A token may be cut off, and its dots may be escaped for a URL. A refresh
 * token has a third part, which binds it to its family. JWT are known in every server.
 */
export const TOKENS_SECRET_SHAPES: readonly RegExp[] = [
  /(?:at|rt)_[\w-]{22}(?:\.|%2[Ee])[\w-]{8,}(?:(?:\.|%2[Ee])[\w-]{22})?/g,
  // A code has 43 random characters; of one that is cut off, too few are left otherwise to use it.
  /ac_[\w-]{24,}/g,
];
