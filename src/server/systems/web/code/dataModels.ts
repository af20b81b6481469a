import { classKind, otherRoute } from './classKind';
import { CodeMistake } from './codeMistake';
import type { CodeResult, DataClassFiles } from './codeProtocol';
import { DataModel } from './dataModel';
import { classOf } from './singletons';

type Class = new () => object;

/** A dataclass that was loaded, or why a class of this name is none. */
type LoadedModel = DataModel | CodeResult;

/**
 * The dataclasses of a process. A process loads each one once, before the first code that may need its classes: what an
 * entity is must not depend on the requests that the process has answered before.
 */
export class DataModels {
  private readonly loading = new Map<string, Promise<LoadedModel>>();
  private readonly loaded = new Map<string, LoadedModel>();

  /** @param importModule loads a module */
  constructor(private readonly importModule: (file: string) => Promise<unknown>) {}

  /** @param told called with the name of each dataclass before it is loaded, and with an empty text afterwards */
  async load(all: readonly DataClassFiles[], told: (name: string) => void): Promise<void> {
    const missing = all.filter(({ name }) => !this.loaded.has(name.toLowerCase()));
    for (const files of missing) {
      const key = files.name.toLowerCase();
      told(files.name);
      const loading = this.loading.get(key) ?? this.model(files);
      this.loading.set(key, loading);
      this.loaded.set(key, await loading);
    }
    if (missing.length > 0) told('');
  }

  /** Undefined for a name for which no module was loaded. */
  get(name: string): LoadedModel | undefined {
    return this.loaded.get(name.toLowerCase());
  }

  private async model({ name, dataClass, entity, selection }: DataClassFiles): Promise<LoadedModel> {
    const classes: { dataClass?: Class; entity?: Class; selection?: Class } = {};
    let fault: unknown;
    // A module that fails stops only the requests that need this dataclass.
    try {
      const whole = await this.classIn(dataClass, name);
      const kind = whole && classKind(name, whole);
      if (whole && kind !== undefined && kind !== 'dataclass') {
        return { kind: 'noDataClass', reason: otherRoute(name, kind) };
      }
      if (whole) classes.dataClass = whole;
      for (const [part, file, className] of [
        ['entity', entity, `${name}Entity`],
        ['selection', selection, `${name}Selection`],
      ] as const) {
        const found = await this.classIn(file, className);
        // A table may have such a name itself.
        if (found && classKind(className, found) !== 'dataclass') classes[part] = found;
      }
      return new DataModel(name, classes);
    } catch (error) {
      fault = error;
    }
    return new DataModel(name, { dataClass: classes.dataClass }, fault);
  }

  private async classIn(file: string | undefined, className: string): Promise<Class | undefined> {
    if (file === undefined) return undefined;
    const found = classOf(await this.importModule(file), className);
    if (!found) throw new CodeMistake(`${file} exports no class ${className}.`);
    return found;
  }
}
