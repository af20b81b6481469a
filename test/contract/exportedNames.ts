import { type Declaration, type ExportSpecifier, type ModuleItem, type Pattern, parseSync } from '@swc/core';

/** The names that a source declares and exports. A name that is only passed on is not among them. */
export function exportedNames(source: string, tsx: boolean): string[] {
  const { body } = parseSync(source, { syntax: 'typescript', tsx, decorators: true });
  const imported = new Set(body.flatMap(importedBy));
  // A type and a value, or the overloads of a function, may share a name: they are one thing to who imports them.
  return [...new Set(body.flatMap((item) => namesIn(item, imported)))];
}

function importedBy(item: ModuleItem): string[] {
  return item.type === 'ImportDeclaration' ? item.specifiers.map(({ local }) => local.value) : [];
}

function namesIn(item: ModuleItem, imported: ReadonlySet<string>): string[] {
  if (item.type === 'ExportDeclaration') return declared(item.declaration);
  if (item.type !== 'ExportNamedDeclaration' || item.source) return [];
  return item.specifiers.flatMap((specifier) => listed(specifier, imported));
}

function declared(declaration: Declaration): string[] {
  switch (declaration.type) {
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
      return [declaration.identifier.value];
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(({ id }) => bound(id));
    case 'TsModuleDeclaration':
    case 'TsInterfaceDeclaration':
    case 'TsTypeAliasDeclaration':
    case 'TsEnumDeclaration':
      return [declaration.id.value];
    default:
      return [];
  }
}

function listed(specifier: ExportSpecifier, imported: ReadonlySet<string>): string[] {
  if (specifier.type !== 'ExportSpecifier') return [];
  const { orig, exported } = specifier;
  return imported.has(orig.value) && !exported ? [] : [(exported ?? orig).value];
}

function bound(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.value];
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? bound(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => {
        if (property.type === 'KeyValuePatternProperty') return bound(property.value);
        return property.type === 'AssignmentPatternProperty' ? [property.key.value] : bound(property.argument);
      });
    case 'AssignmentPattern':
      return bound(pattern.left);
    case 'RestElement':
      return bound(pattern.argument);
    default:
      return [];
  }
}
