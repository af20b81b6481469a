/** The classes that a 4D project has, as far as they can be seen from outside. */
export interface KnownClasses {
  /** Whether there is a class or a dataclass of this name, or one of its entities or selections, whatever its case. */
  has(name: string): boolean;
  /** Whether there is a class or a dataclass of exactly this name, whatever its case. */
  hasItself(name: string): boolean;
  /** Whether the structure of the database has such a table, whatever its case. */
  isTable(name: string): boolean;
  /** Whether it is a dataclass, or a class that can be a singleton. Undefined when nobody can tell. */
  kindOf(name: string): 'dataclass' | 'singleton' | undefined;
  /** Whether the class may have this function. True when nobody can tell. */
  hasFunction(className: string, name: string): boolean;
  /** Whether the dataclass may have this attribute. True when nobody can tell. */
  hasAttribute(dataClass: string, name: string): boolean;
}
