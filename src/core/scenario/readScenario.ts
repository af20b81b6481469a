import { nearestWord } from '../base/nearestWord';
import { type Phrase, phrase } from '../compliance/phrase';
import { type FirstErrors, firstSchemaErrors, type SchemaCheck, type SchemaFile } from '../compliance/schemaErrorText';
import { syntaxPhrase } from '../compliance/syntaxPhrase';
import { pointerOf } from '../json/pointer';
import { ActorDevices } from './actorDevices';
import { checkDeviceWords } from './deviceChecks';
import { FoundFindings } from './foundFindings';
import { type FindInclude, IncludedScenarios } from './includedScenarios';
import type { Scenario, Step } from './scenario';
import { type ScenarioCode, type ScenarioFinding, scenarioFinding } from './scenarioFinding';
import {
  ALONGSIDE_LIMIT,
  STEP_LIMIT,
  sizeFinding,
  stepCountOf,
  tooManyAlongside,
  tooManySteps,
} from './scenarioLimits';
import type { ScenarioReading } from './scenarioReading';
import {
  type ActorSource,
  type ScenarioSource,
  STEP_KINDS,
  type StepSource,
  type VariableSource,
} from './scenarioSource';
import { ScenarioText } from './scenarioText';
import { soundParts } from './soundParts';
import { actorsIn } from './stepActors';
import { checkStep } from './stepChecks';
import { kindProblems } from './stepKind';
import type { SystemDevice } from './systemDevice';
import { BUILT_IN, FILTERS, placesIn } from './template';
import { textsIn } from './textsIn';

export interface ReadOptions {
  /** The file's name in places and messages. Includes are relative to it. */
  readonly file: string;
  /** Validates against schemas/scenario.schema.json. */
  readonly schema: SchemaCheck;
  /** Finds options of devices that cannot be used. */
  readonly device?: SystemDevice | undefined;
  /** Without this function includes cannot be read. */
  readonly include?: FindInclude;
}

/** Reads a scenario file and the files that it includes. It reads nothing itself and has no side effects. */
export function readScenario(text: string, options: ReadOptions): ScenarioReading {
  return read(text, options, new IncludedScenarios(options.file, options.include));
}

function read(text: string, options: ReadOptions, included: IncludedScenarios): ScenarioReading {
  const tooLarge = sizeFinding(text);
  return tooLarge ? { findings: [tooLarge] } : new Reader(text, options, included).read();
}

/** Names that every object in JavaScript has without being given them. */
const BORN_NAMES = new Set(Object.getOwnPropertyNames(Object.prototype));
/** For those who look up what else there may be. The options of the server are in a schema of their own. */
const schemaFile: SchemaFile = (pointer) =>
  pointer.startsWith('/server/') ? 'schemas/server.schema.json' : 'schemas/scenario.schema.json';
/** With more errors than this, what is right in the rest is not looked at. */
const MOST_SCHEMA_ERRORS = 1000;

class Reader {
  private readonly text: ScenarioText;
  private readonly findings = new FoundFindings();
  private readonly actors: Record<string, ActorSource> = {};
  private readonly variables: Record<string, VariableSource> = {};
  private readonly steps: Step[] = [];
  /** Names that may be used at this point: variables that have a value, and faults that were added. */
  private readonly known = new Set<string>(BUILT_IN);
  private readonly faults = new Set<string>();
  private readonly used = new Set<string>();
  /** Names that get their value from requests that are sent at the same moment as the next one. */
  private meanwhile = new Set<string>();
  /** How many requests are sent at the same moment as the last step. */
  private alongside = 0;
  private readonly devices = new ActorDevices(this.actors);

  constructor(
    private readonly source: string,
    private readonly options: ReadOptions,
    private readonly included: IncludedScenarios,
  ) {
    this.text = new ScenarioText(source);
  }

  read(): ScenarioReading {
    const { stop, value } = this.text;
    if (stop) {
      this.findings.add(
        scenarioFinding(
          'scenario/json',
          syntaxPhrase(stop, this.source.replace(/^\ufeff/, '')),
          '',
          this.text.rangeAt(stop.offset, stop.end),
        ),
      );
      return this.end();
    }
    for (const { key, pointer, start, end } of this.text.duplicateKeys) {
      const words = phrase('Property "{0}" is here twice; readers take the last one.', key);
      this.findAt('scenario/duplicate-key', words, pointer, this.text.rangeAt(start, end));
    }
    for (const { written, read: meant, range } of this.text.changedNumbers) {
      const words = phrase('The number {0} would be read as {1}; write it as text, in quotes.', written, meant);
      this.findAt('scenario/json', words, '', range);
    }
    if (stepCountOf(value) > STEP_LIMIT.count) {
      this.find('scenario/step', tooManySteps(), '/steps', true);
      return this.end();
    }
    const { texts: refused, others } = this.schemaErrors(value);
    for (const { pointer, phrase: words, ofName } of refused) this.find('scenario/schema', words, pointer, ofName);
    this.findings.addOthers(others);
    if (!this.findings.hasErrors) this.checkNames(value as ScenarioSource);
    if (!this.findings.hasErrors) return this.readSource(value as ScenarioSource);
    if (this.findings.isFull) return this.end();
    // What relies on a valid structure of the whole is not looked at.
    const sound = soundParts(
      value,
      refused.map(({ pointer }) => pointer),
    );
    this.checkDevices(sound);
    for (const [pointer, step] of sound.steps) this.checkAlone(step, pointer);
    return this.end();
  }

  private schemaErrors(value: unknown): FirstErrors {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { texts: [{ pointer: '', phrase: phrase('A scenario is one JSON object.') }], others: 0 };
    }
    return firstSchemaErrors(this.options.schema(value), value, schemaFile, MOST_SCHEMA_ERRORS);
  }

  /**
   * Refuses names that stand for something else where a value is looked up by its name. `__proto__` even changes where
   * other names are looked up.
   */
  private checkNames({ actors, variables = {}, steps }: ScenarioSource): void {
    const check = (code: ScenarioCode, at: readonly (string | number)[], named: object = {}) => {
      for (const name of Object.keys(named)) {
        if (!BORN_NAMES.has(name)) continue;
        const words = phrase('"{0}" means something else in JavaScript; give another name.', name);
        this.find(code, words, pointerOf([...at, name]), true);
      }
    };
    check('scenario/actor', ['actors'], actors);
    check('scenario/variable', ['variables'], variables);
    for (const [at, { take }] of steps.entries()) check('scenario/variable', ['steps', at, 'take'], take);
  }

  private readSource(source: ScenarioSource): ScenarioReading {
    Object.assign(this.actors, source.actors);
    this.checkDevices(source);
    const includes = this.readIncludes(source);
    for (const [name, variable] of Object.entries(source.variables ?? {})) {
      this.checkTexts(pointerOf(['variables', name]), variable);
      this.variables[name] = variable;
      this.known.add(name);
    }
    // What one file takes and adds is known after it was included once.
    const learnt = new Set<Scenario>();
    for (const [at, step] of source.steps.entries()) {
      const pointer = pointerOf(['steps', at]);
      const included = includes.get(at);
      if (this.steps.length + (included?.steps.length ?? 1) > STEP_LIMIT.count) {
        this.find('scenario/step', tooManySteps(), pointer);
        break;
      }
      for (const each of included?.steps ?? []) {
        this.add(each);
        if (included && !learnt.has(included)) this.learn(each.source);
      }
      if (included) learnt.add(included);
      if (step.include !== undefined) this.checkKind(step, pointer);
      else {
        this.check(step, pointer);
        this.add(this.stepOf(step, pointer));
      }
      if (this.alongside > ALONGSIDE_LIMIT.count) this.find('scenario/step', tooManyAlongside(), pointer);
      if (this.findings.isFull) break;
    }
    for (const name of Object.keys(source.variables ?? {})) {
      if (this.used.has(name)) continue;
      this.find(
        'scenario/unused',
        phrase('No step uses the variable "{0}".', name),
        pointerOf(['variables', name]),
        true,
      );
    }
    const { name, description = '', server = {} } = source;
    const { actors, variables, steps } = this;
    return this.end({ name, description, file: this.options.file, server, actors, variables, steps });
  }

  /** Includes are read first. The steps before them may use their actors and variables too. */
  private readIncludes({ steps }: ScenarioSource): Map<number, Scenario> {
    const found = new Map<number, Scenario>();
    const known = new Set<Scenario>();
    for (const [at, { include }] of steps.entries()) {
      if (include === undefined) continue;
      const scenario = this.included.get(include, this.options.file, (text, file) =>
        read(text, { ...this.options, file }, this.included),
      );
      if ('template' in scenario) {
        this.find('scenario/include', scenario, pointerOf(['steps', at, 'include']));
        if (this.findings.isFull) break;
        continue;
      }
      found.set(at, scenario);
      if (known.has(scenario)) continue;
      known.add(scenario);
      for (const [name, actor] of Object.entries(scenario.actors)) this.actors[name] ??= actor;
      for (const [name, variable] of Object.entries(scenario.variables)) {
        this.variables[name] = variable;
        this.known.add(name);
        // The included steps use this name, or the included file has a finding about it.
        this.used.add(name);
      }
    }
    return found;
  }

  private check(step: StepSource, pointer: string): void {
    this.checkKind(step, pointer);
    for (const [member, name] of actorsIn(step)) {
      if (Object.hasOwn(this.actors, name)) continue;
      const meant = nearestWord(name, Object.keys(this.actors));
      this.find(
        'scenario/actor',
        meant === undefined
          ? phrase('There is no actor "{0}".', name)
          : phrase('There is no actor "{0}"; is "{1}" meant?', name, meant),
        pointer + member,
      );
    }
    for (const { phrase: words, pointer: below } of this.devices.problems(step))
      this.find('scenario/step', words, pointer + below);
    this.checkAlongside(step, pointer);
    const { take, expect, ...before } = step;
    this.checkTexts(pointer, before);
    this.learn(step);
    // Expectations may use what the same step takes.
    if (take) this.checkTexts(`${pointer}/take`, take);
    if (expect) this.checkTexts(`${pointer}/expect`, expect);
    const { fault } = step;
    if (fault && 'remove' in fault && !this.faults.has(fault.remove)) {
      this.find(
        'scenario/fault',
        phrase('No step before adds a fault "{0}".', fault.remove),
        `${pointer}/fault/remove`,
      );
    }
    this.checkAlone(step, pointer);
  }

  /** Finds what is wrong with a step whatever else is in the file. */
  private checkAlone(step: StepSource, pointer: string): void {
    const { device } = this.options;
    for (const { code, phrase: words, pointer: below } of [
      ...checkStep(step, this.included.patterns),
      ...(device ? checkDeviceWords(step, device, this.included.patterns) : []),
    ]) {
      this.find(code, words, pointer + below);
    }
  }

  private checkKind(step: StepSource, pointer: string): void {
    for (const { phrase: words, pointer: below } of kindProblems(step))
      this.find('scenario/step', words, pointer + below);
  }

  private checkDevices({ actors, server = {} }: Pick<ScenarioSource, 'actors' | 'server'>): void {
    for (const [name, { device: options }] of Object.entries(actors)) {
      if (!options) continue;
      try {
        this.options.device?.create(options, server, 0);
      } catch (error) {
        const words = phrase('The device of "{0}" cannot be used. {1}', name, (error as Error).message);
        this.find('scenario/actor', words, pointerOf(['actors', name, 'device']));
      }
    }
  }

  /** What is sent at the same moment has no value of the other answers yet. */
  private checkAlongside({ request, take }: StepSource, pointer: string): void {
    if (!request?.alongside) this.meanwhile = new Set();
    else if (this.steps.at(-1)?.kind !== 'request') {
      const words = phrase(
        'The step before is no request, so there is nothing alongside which this one could be sent.',
      );
      this.find('scenario/step', words, `${pointer}/request/alongside`);
    }
    for (const { pointer: at, text, inKey } of textsIn(request ?? {}, `${pointer}/request`)) {
      for (const [n, { name }] of placesIn(text).entries()) {
        if (this.findings.isFull) return;
        if (!this.meanwhile.has(name)) continue;
        const words = phrase(
          'The variable "{0}" is taken from an answer that is not there yet when this is sent.',
          name,
        );
        this.findAt('scenario/variable', words, at, this.text.placeOf(at, n, inKey));
      }
    }
    for (const name of Object.keys(take ?? {})) if (!this.known.has(name)) this.meanwhile.add(name);
  }

  /** Finds names in texts that have no value at this point. */
  private checkTexts(pointer: string, value: unknown): void {
    for (const { pointer: at, text, inKey } of textsIn(value, pointer)) {
      if (this.findings.isFull) return;
      for (const [n, { name, filter }] of placesIn(text).entries()) {
        if (this.findings.isFull) return;
        this.used.add(name);
        const range = () => this.text.placeOf(at, n, inKey);
        if (!this.known.has(name)) this.findAt('scenario/variable', this.unknown(name), at, range());
        if (filter !== undefined && !(FILTERS as readonly string[]).includes(filter)) {
          this.findAt(
            'scenario/variable',
            phrase('There is no filter "{0}"; there are url, base64, json and inJson.', filter),
            at,
            range(),
          );
        }
      }
    }
  }

  private unknown(name: string): Phrase {
    const meant = nearestWord(name, [...this.known]);
    return meant === undefined
      ? phrase('The variable "{0}" has no value here: no variable is called so, and no step before takes it.', name)
      : phrase('The variable "{0}" has no value here; is "{1}" meant?', name, meant);
  }

  /** Adds the names that later steps may use. */
  private learn({ take, fault }: StepSource): void {
    for (const name of Object.keys(take ?? {})) this.known.add(name);
    if (fault && 'add' in fault && fault.name !== undefined) this.faults.add(fault.name);
  }

  private add(step: Step): void {
    this.steps.push({ ...step, index: this.steps.length });
    this.alongside = step.source.request?.alongside ? this.alongside + 1 : 1;
  }

  private stepOf(source: StepSource, pointer: string): Step {
    const { text } = this;
    const { file } = this.options;
    const kind = STEP_KINDS.find((each) => source[each] !== undefined) ?? 'message';
    return {
      index: 0,
      kind: kind === 'include' ? 'message' : kind,
      source,
      place: { file, range: text.rangeOf(pointer) },
      placeOf: (below) => ({ file, range: text.markOf(pointer + below) }),
    };
  }

  private find(code: ScenarioCode, words: Phrase, pointer: string, atKey = false): void {
    this.findAt(code, words, pointer, atKey ? this.text.keyOf(pointer) : this.text.markOf(pointer));
  }

  private findAt(code: ScenarioCode, words: Phrase, pointer: string, range: ScenarioFinding['range']): void {
    this.findings.add(scenarioFinding(code, words, pointer, range));
  }

  private end(scenario?: Scenario): ScenarioReading {
    const name = this.name();
    return {
      findings: this.findings.inOrder(),
      ...(name !== undefined && { name }),
      ...(scenario && !this.findings.hasErrors && { scenario }),
    };
  }

  private name(): string | undefined {
    const { stop, value } = this.text;
    const { name } = stop || typeof value !== 'object' || value === null ? {} : (value as { readonly name?: unknown });
    return typeof name === 'string' && name.trim() !== '' ? name : undefined;
  }
}
