// What the TypeScript tests use of processGroup.mjs.
export declare function exitOnSignals(code?: number): void;
