import type { ASTNode, JSONDocument } from 'vscode-json-languageservice';
import type { Parsed } from './jsonService';

/**
 * Whether an object has as many properties as its schema allows, apart from the one that is being typed at an offset. The
 * JSON service would offer another one all the same.
 */
export async function isFullAt({ service, text, json }: Parsed, offset: number): Promise<boolean> {
  const object = objectAt(json, offset);
  if (!object) return false;
  const others = object.properties.filter(({ keyNode }) => !isIn(keyNode, offset)).length;
  if (others === 0) return false;
  const matching = await service.getMatchingSchemas(text, json);
  return matching.some(
    ({ node, schema: { maxProperties = Number.POSITIVE_INFINITY } }) => node === object && others >= maxProperties,
  );
}

/** The innermost object between whose braces an offset is. */
function objectAt(json: JSONDocument, offset: number) {
  let node = json.getNodeFromOffset(offset, true);
  while (node && !(node.type === 'object' && node.offset < offset && offset < node.offset + node.length))
    node = node.parent;
  return node;
}

/** Also right behind it, where typing goes on. */
function isIn({ offset: start, length }: ASTNode, offset: number): boolean {
  return start <= offset && offset <= start + length;
}
