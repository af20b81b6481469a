import { parseSync } from '@swc/core';

type Node = Readonly<Record<string, unknown>>;

/** Every path that a source imports, however it does so: a file's module, a package, a path inside a type. */
export function importsOf(source: string, tsx: boolean): string[] {
  const found: string[] = [];
  visit(parseSync(source, { syntax: 'typescript', tsx, decorators: true }), found);
  return found;
}

function visit(value: unknown, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const path = pathOf(value as Node);
  if (path !== undefined) found.push(path);
  for (const each of Object.values(value)) visit(each, found);
}

function pathOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return textOf(node.source);
    case 'TsExternalModuleReference':
      return textOf(node.expression);
    case 'TsImportType':
      return textOf(node.argument);
    case 'CallExpression': {
      const callee = node.callee as Node;
      if (callee.type !== 'Import' && callee.value !== 'require') return undefined;
      return textOf((node.arguments as readonly Node[])[0]?.expression);
    }
    default:
      return undefined;
  }
}

function textOf(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as Node;
  return type === 'StringLiteral' ? (value as string) : undefined;
}
