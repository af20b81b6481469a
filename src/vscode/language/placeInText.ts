import type { ASTNode, JSONDocument } from 'vscode-json-languageservice';

/** A place in a JSON text at which a value is, or is about to be typed. */
export interface PlaceInText {
  /** The keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  /** The text that is there. undefined: there is none. */
  readonly text: { readonly value: string; readonly start: number; readonly end: number } | undefined;
}

/** The place of the text at an offset, or of the value that can be typed there. undefined: it is no such place. */
export function placeInText(json: JSONDocument, offset: number): PlaceInText | undefined {
  const node = json.getNodeFromOffset(offset, true);
  if (node?.type === 'string') {
    if (node.parent?.type === 'property' && node.parent.keyNode === node) return undefined;
    const { value, offset: start, length } = node;
    return { path: pathOf(node), text: { value, start, end: start + length } };
  }
  if (node?.type === 'property') {
    const { colonOffset, valueNode } = node;
    const isAfter = colonOffset !== undefined && colonOffset >= 0 && offset > colonOffset && !valueNode;
    return isAfter ? { path: pathOf(node), text: undefined } : undefined;
  }
  if (node?.type === 'array' && node.offset < offset) {
    return { path: [...pathOf(node), node.items.filter((item) => item.offset < offset).length], text: undefined };
  }
  return undefined;
}

/** All that can be read of a text, as values. */
export function readableValue(node: ASTNode | undefined): unknown {
  switch (node?.type) {
    case 'object':
      return Object.fromEntries(
        node.properties.map(({ keyNode, valueNode }) => [keyNode.value, readableValue(valueNode)]),
      );
    case 'array':
      return node.items.map(readableValue);
    case 'property':
      return undefined;
    default:
      return node?.value;
  }
}

function pathOf(node: ASTNode): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: ASTNode | undefined = node; at; at = at.parent) {
    const { parent } = at;
    if (at.type === 'property') path.unshift(at.keyNode.value);
    else if (parent?.type === 'array') path.unshift(parent.items.indexOf(at));
  }
  return path;
}
