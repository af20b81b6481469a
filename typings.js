// Puts the types of the package into dist/: those that the compiler made of src/api and of what it names. Run it after `tsc -b`.
const fs = require('node:fs');
const path = require('node:path');

const compiled = path.join(__dirname, 'out/src');
const dist = path.join(__dirname, 'dist');
const ENTRY = 'api/sessionWorkbenchApi';
/** Where a declaration names another: in an import, an export, or an addition to a module. */
const NAMED = /\b(?:from|import|module)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** The declarations that are reached from one, by their paths without ending. */
function reachedFrom(entry) {
  const reached = new Map();
  const waiting = [entry];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    const text = fs.readFileSync(path.join(compiled, `${name}.d.ts`), 'utf8');
    // The source that a map leads to is not in the package.
    reached.set(name, text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ''));
    for (const [, named] of text.matchAll(NAMED)) {
      waiting.push(path.posix.join(path.posix.dirname(name), named.replace(/\.js$/, '')));
    }
  }
  return reached;
}

fs.rmSync(path.join(dist, 'types'), { recursive: true, force: true });
for (const [name, text] of reachedFrom(ENTRY)) {
  const file = path.join(dist, 'types', `${name}.d.ts`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
// What the declarations name and a project may not know, which has neither the types of Node nor those of a browser. Where it does
// know them, these are part of them.
const KNOWN_ELSEWHERE = `interface AbortSignal {}
interface ErrorOptions {
  cause?: unknown;
}
interface URL {
  href: string;
  protocol: string;
}
interface SymbolConstructor {
  readonly asyncDispose: unique symbol;
}
`;
fs.writeFileSync(path.join(dist, 'types/knownElsewhere.d.ts'), KNOWN_ELSEWHERE);
const reference = '/// <reference path="./types/knownElsewhere.d.ts" />\n';
// One for each kind of module, so that TypeScript takes each for what Node loads.
fs.writeFileSync(path.join(dist, 'api.d.ts'), `${reference}export * from './types/${ENTRY}';\n`);
fs.writeFileSync(path.join(dist, 'api.d.mts'), `${reference}export * from './types/${ENTRY}.js';\n`);
