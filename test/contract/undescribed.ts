type Node = Readonly<Record<string, unknown>>;

/** They hold values or conditions: nothing is declared in them. */
const NO_DECLARATIONS = new Set(['if', 'then', 'else', 'not', 'example', 'examples', 'enum', 'const', 'default']);
/** Their members have names of their own, and each is something that a reader looks up. */
const NAMED = new Set(['properties', 'definitions', 'schemas', 'responses']);
const METHODS = new Set(['get', 'put', 'post', 'patch', 'delete']);

/**
 * JSON Pointers of all in a JSON schema or an OpenAPI file that a reader looks up and finds no words for.
 * @param others the files that references may lead to, by their names
 */
export function undescribed(root: unknown, others: Node = {}): string[] {
  const missing: string[] = [];
  const need = (node: unknown, pointer: string) => {
    if (!isDescribed(node, root, others)) missing.push(pointer);
    walk(node, pointer);
  };
  const walk = (node: unknown, pointer: string): void => {
    if (Array.isArray(node)) {
      for (const [at, each] of node.entries()) walk(each, `${pointer}/${at}`);
      return;
    }
    if (!isObject(node)) return;
    for (const [key, value] of Object.entries(node)) {
      const below = `${pointer}/${escaped(key)}`;
      if (NO_DECLARATIONS.has(key)) continue;
      if (NAMED.has(key) && isObject(value)) {
        for (const [name, each] of Object.entries(value)) need(each, `${below}/${escaped(name)}`);
      } else if (key === 'parameters' && Array.isArray(value)) {
        for (const [at, each] of value.entries()) need(each, `${below}/${at}`);
      } else if (METHODS.has(key) && isObject(value)) need(value, below);
      else walk(value, below);
    }
  };
  walk(root, '');
  return missing;
}

/** An operation has a summary; anything else a description, its own or that of what it refers to. */
function isDescribed(node: unknown, root: unknown, others: Node): boolean {
  if (!isObject(node)) return false;
  const { description, summary, $ref } = node;
  if (isText(description) || isText(summary)) return true;
  if (typeof $ref !== 'string') return false;
  const [file = '', pointer = ''] = $ref.split('#');
  const document = file === '' ? root : others[file];
  return isDescribed(targetOf(pointer, document), document, others);
}

function targetOf(pointer: string, root: unknown): unknown {
  if (!pointer.startsWith('/')) return undefined;
  let node: unknown = root;
  for (const part of pointer.slice(1).split('/')) {
    node = isObject(node) ? node[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return node;
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isObject(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
