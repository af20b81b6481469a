import type { FunctionResource } from '../../../../core/systems/web/permissions';
import { classKind, otherRoute } from './classKind';
import type { CodeCall, CodeJob, CodeResult } from './codeProtocol';
import { DataClass, type DataModel, DataStoreImplementation, Entity, EntitySelection, setAttribute } from './dataModel';
import type { DataModels } from './dataModels';
import { FunctionCall } from './functionCall';
import type { IncomingMessage } from './incomingMessage';
import { RefusedCall } from './refusedCall';
import { classOf, exposedNames, functionOf, getNames, singletonOf } from './singletons';

type Class = new () => object;
type CallOf<K extends CodeCall['kind']> = CodeCall & { readonly kind: K };
type RestCall = CallOf<'rest'> | CallOf<'data'>;

/** The members of 4D's own classes and of arrays are no functions of a project. */
const BASES = [DataClass.prototype, DataStoreImplementation.prototype, Entity.prototype, EntitySelection.prototype];

/** Finds the function of a class that a request wants: of a singleton, of the datastore, or of a dataclass. */
export class DataCalls {
  /** @param load loads a module */
  constructor(
    private readonly load: (file: string) => Promise<unknown>,
    private readonly models: DataModels,
  ) {}

  /** @returns why there is none, or why it may not be called like this */
  async functionOf(job: CodeJob, message: IncomingMessage): Promise<FunctionCall | CodeResult> {
    const { call } = job;
    if (call.kind === 'action' || call.kind === 'method') throw new TypeError('A project method belongs to no class.');
    if (call.kind === 'data') return this.ofData(call);
    return this.ofSingleton(job.file, call, message);
  }

  /** The datastore has one instance too, so its functions are found in the same way. */
  private async ofSingleton(
    file: string,
    call: CallOf<'handler'> | CallOf<'rest'>,
    message: IncomingMessage,
  ): Promise<FunctionCall | CodeResult> {
    const { className, method } = call;
    const theClass = classOf(await this.load(file), className);
    if (!theClass) return { kind: 'noSingleton', reason: `${file} exports no class ${className}.` };
    const kind = classKind(className, theClass);
    const wanted = call.kind === 'rest' ? call.type : 'singleton';
    if (kind !== wanted) return { kind: 'noSingleton', reason: otherRoute(className, kind) };
    const run = functionOf(singletonOf(theClass), method, BASES);
    if (!run) return { kind: 'noFunction', reason: `${className} has no ${method}().` };
    const target: FunctionResource =
      kind === 'datastore'
        ? { type: 'method', owner: 'ds', name: method }
        : { type: 'singletonMethod', owner: className, name: method };
    if (call.kind === 'handler') return new FunctionCall(target, () => run(message));
    return (
      refusalOf(theClass, className, call) ??
      new FunctionCall(target, async () => run(...(await this.parametersOf(call))))
    );
  }

  /** The function is looked for in the class of the selection first, as in 4D, and then in that of the dataclass. */
  private ofData(call: CallOf<'data'>): FunctionCall | CodeResult {
    const { dataClass: name, method, key } = call;
    const model = this.models.get(name);
    if (!model) throw new TypeError(`The dataclass ${name} was not loaded.`);
    if ('kind' in model) return model;
    model.assertLoaded();
    const { entity, selection, dataClass } = model.classes;
    const target: FunctionResource = { type: 'method', owner: model.name, name: method };
    const has = (theClass: Class | undefined) =>
      theClass !== undefined && functionOf(theClass.prototype as object, method, BASES) !== undefined;
    if (key !== undefined) {
      if (!entity || !has(entity)) return noneOfEntity(model, method);
      const onEntity = async () => {
        const found = await model.find(key);
        if (!found) throw RefusedCall.noEntity(key, model.name);
        return functionOf(found, method, BASES)?.(...(await this.parametersOf(call)));
      };
      return refusalOf(entity, `${model.name}Entity`, call) ?? new FunctionCall(target, onEntity);
    }
    if (selection && has(selection)) {
      const onSelection = async () =>
        functionOf(await selectionOf(model, call), method, BASES)?.(...(await this.parametersOf(call)));
      const refused = refusalOf(selection, `${model.name}Selection`, call) ?? noQuery(model, call);
      return refused ?? new FunctionCall(target, onSelection);
    }
    const own = model.dataClass;
    const run = own && functionOf(own, method, BASES);
    if (!dataClass || !run) return noneOfAll(model, method);
    return (
      refusalOf(dataClass, model.name, call) ??
      new FunctionCall(target, async () => run(...(await this.parametersOf(call))))
    );
  }

  /** Entities and selections among the parameters are those of the server, as in 4D. */
  private parametersOf({ parameters }: RestCall): Promise<unknown[]> {
    return Promise.all(parameters.map((each) => this.parameter(each)));
  }

  private async parameter(value: unknown): Promise<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    const {
      __DATACLASS: name,
      __ENTITY: isEntity,
      __ENTITIES: isSelection,
      ...rest
    } = value as Record<string, unknown>;
    if (isEntity !== true && isSelection !== true) return value;
    const model = typeof name === 'string' ? this.models.get(name) : undefined;
    if (!model || 'kind' in model) {
      throw RefusedCall.badParameter(`A parameter is an entity of “${String(name)}”, which is no dataclass here.`);
    }
    model.assertLoaded();
    if (isSelection === true) {
      if (model.answers('entitySet')) return model.ask('entitySet', rest.__DATASET);
      throw new RefusedCall(noAnswer(model, 'entitySet', 'the entity set of a parameter'));
    }
    const { __KEY: key, ...given } = rest;
    if (typeof key === 'object' && key !== null) {
      throw RefusedCall.badParameter('A parameter is an entity whose __KEY is neither a text nor a number.');
    }
    const entity = key === undefined || key === null ? model.newEntity({}) : await model.find(String(key));
    if (!entity) throw RefusedCall.noEntity(String(key), model.name);
    for (const [each, changed] of Object.entries(given)) {
      // These are 4D's own, such as the stamp.
      if (each.startsWith('__') || setAttribute(entity, each, changed)) continue;
      const words = `A parameter has the attribute “${each}”, which is a function of entities of ${model.name}.`;
      throw RefusedCall.badParameter(words);
    }
    return entity;
  }
}

/** Why a function may not be called through REST. */
function refusalOf(theClass: Class, className: string, { method, isGet }: RestCall): CodeResult | undefined {
  if (!exposedNames(theClass).includes(method)) {
    const reason = `${className}.${method}() is not exposed: list it in “static exposed = ['${method}']”.`;
    return { kind: 'noFunction', reason };
  }
  if (!isGet || getNames(theClass).includes(method)) return undefined;
  const reason = `${className}.${method}() is exposed, but not for GET: 4D wants the keyword onHTTPGet. List it in “static onHTTPGet = ['${method}']”, or send a POST.`;
  return { kind: 'notForGet', reason };
}

/** What asks for some entities of a dataclass is answered by its code only. */
function noQuery(model: DataModel, { filter, orderBy, entitySet }: CallOf<'data'>): CodeResult | undefined {
  const asked = { $filter: ['query', filter], $orderby: ['orderBy', orderBy], $entityset: ['entitySet', entitySet] };
  for (const [name, [answering = '', value]] of Object.entries(asked)) {
    if (value === undefined || model.answers(answering)) continue;
    return noAnswer(model, answering, name);
  }
  return undefined;
}

/** @param what the question that the function of the dataclass would answer */
function noAnswer(model: DataModel, answering: string, what: string): CodeResult {
  const reason = `This server has no query engine: write a function ${answering}() in the class ${model.name}, which answers ${what}.`;
  return { kind: 'noQuery', reason };
}

async function selectionOf(model: DataModel, call: CallOf<'data'>): Promise<EntitySelection> {
  const { filter, orderBy, entitySet } = call;
  const set = entitySet === undefined ? undefined : await model.ask('entitySet', entitySet);
  const found = filter === undefined ? (set ?? (await model.all())) : await model.ask('query', filter, set);
  return orderBy === undefined ? found : model.ask('orderBy', found, orderBy);
}

function noneOfEntity({ name, classes }: DataModel, method: string): CodeResult {
  const has = `${name}Entity has no ${method}().`;
  return { kind: 'noFunction', reason: classes.entity ? has : `There is no ${name}Entity, so ${has}` };
}

function noneOfAll({ name, classes }: DataModel, method: string): CodeResult {
  const there = [classes.selection && `${name}Selection`, classes.dataClass && name].filter(
    (each) => each !== undefined,
  );
  const reason =
    there.length === 0
      ? `There is neither ${name} nor ${name}Selection, which could have ${method}().`
      : `${there.join(' and ')} ${there.length === 1 ? 'has' : 'have'} no ${method}().`;
  return { kind: 'noFunction', reason };
}
