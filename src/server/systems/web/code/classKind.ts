import { DataClass, DataStoreImplementation, Entity, EntitySelection } from './dataModel';

/** What a class of a project is. A request reaches each kind by the routes of that kind only. */
export type ClassKind = 'datastore' | 'dataclass' | 'entity' | 'selection' | 'singleton';

/** The name of the class of the datastore, as 4D wants it. */
const DATASTORE_CLASS = 'datastore';

const BASES: readonly (readonly [abstract new () => object, ClassKind])[] = [
  [DataStoreImplementation, 'datastore'],
  [DataClass, 'dataclass'],
  [Entity, 'entity'],
  [EntitySelection, 'selection'],
];

/**
 * The kind of a class: by the class of 4D that it extends. What extends none is a singleton, but for the class with the
 * name of the datastore. Routes and permissions both follow from it, so no other route gets past a permission.
 */
export function classKind(name: string, { prototype }: { readonly prototype: object }): ClassKind {
  if (name.toLowerCase() === DATASTORE_CLASS) return 'datastore';
  const [, kind = 'singleton'] = BASES.find(([base]) => prototype instanceof base) ?? [];
  return kind;
}

/** What a class is, and how it is called instead, as a sentence for somebody who has called it by another route. */
export function otherRoute(name: string, kind: ClassKind): string {
  switch (kind) {
    case 'datastore':
      return `${name} is the class of the datastore, whose functions are called as /rest/$catalog/….`;
    case 'dataclass':
      return `${name} is a class of the data model and no singleton: it is called as /rest/${name}/….`;
    case 'entity':
      return `${name} is a class of entities, whose functions are called on an entity of their dataclass, as /rest/…(key)/….`;
    case 'selection':
      return `${name} is a class of entity selections, whose functions are called by their dataclass, as /rest/…/….`;
    case 'singleton':
      return `${name} does not extend DataClass, so it is no dataclass but a singleton: it is called as /rest/$singleton/${name}/….`;
  }
}
