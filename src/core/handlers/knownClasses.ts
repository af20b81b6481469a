/** The classes that a 4D project has, as far as they can be seen from outside. */
export interface KnownClasses {
  /** Whether there is a class, a dataclass or a singleton of this name, whatever its case. */
  has(name: string): boolean;
  /** Whether the class may have this function. True when nobody can tell. */
  hasFunction(className: string, name: string): boolean;
}
