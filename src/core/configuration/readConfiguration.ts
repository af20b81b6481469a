import { withoutFullStop } from '../base/fullStop';
import { ERROR_CODES, HINT_CODES, type HintCode } from '../compliance/finding';
import { type JsonError, jsonErrorText } from '../compliance/jsonErrorText';
import { phraseText, shortened } from '../compliance/phrase';
import { syntaxPhrase } from '../compliance/syntaxPhrase';
import { bomLength } from '../json/byteOrderMark';
import { type JsonNode, type JsonReading, nodeAt, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { pointerOf } from '../json/pointer';
import { Lines } from '../json/position';
import { isRecord } from '../session/sessionFields';
import { places } from './compiledConfigurationPlaces';
import {
  type Configuration,
  type ConfigurationFault,
  type ConfigurationReading,
  HINT_SEVERITIES,
  type HintSeverity,
} from './configuration';
import { globFault } from './ignoredPaths';

const WORDS = {
  whole: 'the configuration',
  again: 'it',
  object: 'an object',
  schema: 'schemas/session-workbench.schema.json',
  places,
} as const;

/** More globs would make each file slow. */
const MOST_GLOBS = 1000;
const OWN_MEMBERS = ['hints', 'ignore', 'schema', '$schema'] as const;
const MEMBERS = [...OWN_MEMBERS, ...(places.find(({ option }) => option.length === 0)?.names ?? [])];

/**
 * Reads the text of a configuration. The options of the server are left to the server, but for names that it does not know.
 * What is not at fault can be used, whatever else is.
 */
export function readConfiguration(text: string): ConfigurationReading {
  return new ConfigurationText(text).read();
}

class ConfigurationText {
  private readonly body: string;
  private readonly bom: number;
  private readonly found: { start: number; end: number; message: string; isOfSchema: boolean }[] = [];
  private reading: JsonReading | undefined;

  constructor(private readonly text: string) {
    this.bom = bomLength(text);
    this.body = text.slice(this.bom);
  }

  read(): ConfigurationReading {
    const configuration = this.configuration();
    const lines = new Lines(this.text);
    const sorted = this.found.sort((a, b) => a.start - b.start);
    const faults = sorted.map(
      ({ start, end, message, isOfSchema }): ConfigurationFault => ({
        message,
        range: lines.rangeAt(start + this.bom, end + this.bom),
        isOfSchema,
      }),
    );
    return { configuration, faults };
  }

  private configuration(): Configuration {
    let value: unknown;
    try {
      value = parseJson(this.body);
    } catch {
      this.malformed();
      return NOTHING;
    }
    if (!isRecord(value)) {
      this.refuse([], {
        keyword: 'type',
        parentSchema: { type: 'object', properties: membersOf(MEMBERS) },
        data: value,
      });
      return NOTHING;
    }
    for (const { key, start, end } of this.json.duplicateKeys) {
      const message = `“${shortened(key, 60)}” is here twice; readers take the last one, so leave one of them out`;
      this.found.push({ start, end, message, isOfSchema: true });
    }
    const server: [string, unknown][] = [];
    for (const [name, each] of Object.entries(value)) {
      if (!MEMBERS.includes(name)) this.unknown([], name, MEMBERS);
      else if (!(OWN_MEMBERS as readonly string[]).includes(name)) server.push([name, each]);
    }
    const schema = this.textIn(value, 'schema');
    void this.textIn(value, '$schema');
    return {
      hints: this.hints(memberOf(value, 'hints')),
      ignore: this.ignore(memberOf(value, 'ignore')),
      ...(schema !== undefined && { schema }),
      server: Object.fromEntries(server),
    };
  }

  private hints(value: unknown): Configuration['hints'] {
    if (value === undefined) return {};
    const properties = membersOf(HINT_CODES);
    if (!isRecord(value)) {
      this.refuse(['hints'], { keyword: 'type', parentSchema: { type: 'object', properties }, data: value });
      return {};
    }
    const hints: Partial<Record<HintCode, HintSeverity>> = {};
    for (const [name, severity] of Object.entries(value)) {
      if ((ERROR_CODES as readonly string[]).includes(name)) {
        this.add(
          ['hints', name],
          'key',
          `“hints” must not have “${name}”; errors always count, and only hints can be off`,
        );
      } else if (!isHint(name)) {
        this.unknown(['hints'], name, HINT_CODES);
      } else if (isSeverity(severity)) {
        hints[name] = severity;
      } else {
        this.refuse(['hints', name], { keyword: 'enum', parentSchema: { enum: HINT_SEVERITIES }, data: severity });
      }
    }
    return hints;
  }

  private ignore(value: unknown): readonly string[] {
    if (value === undefined) return [];
    const items = { type: 'string', minLength: 1 } as const;
    if (!Array.isArray(value)) {
      this.refuse(['ignore'], { keyword: 'type', parentSchema: { type: 'array', items }, data: value });
      return [];
    }
    if (value.length > MOST_GLOBS) {
      this.refuse(['ignore'], { keyword: 'maxItems', params: { limit: MOST_GLOBS } });
      return [];
    }
    return value.filter((glob: unknown, index) => {
      const at = ['ignore', index];
      if (typeof glob !== 'string') this.refuse(at, { keyword: 'type', parentSchema: items, data: glob });
      else if (glob === '') this.refuse(at, { keyword: 'minLength', parentSchema: items, data: glob });
      else {
        const fault = globFault(glob);
        if (fault === undefined) return true;
        this.add(at, 'value', `“ignore.${index}” ${fault}`, false);
      }
      return false;
    });
  }

  private textIn(value: Record<string, unknown>, name: 'schema' | '$schema'): string | undefined {
    const text = memberOf(value, name);
    const isEmptyAllowed = name === '$schema';
    if (text === undefined) return undefined;
    if (typeof text === 'string' && (isEmptyAllowed || text !== '')) return text;
    const parentSchema = { type: 'string', minLength: isEmptyAllowed ? 0 : 1 };
    this.refuse([name], { keyword: typeof text === 'string' ? 'minLength' : 'type', parentSchema, data: text });
    return undefined;
  }

  private malformed(): void {
    const { stop } = this.json;
    const at = stop ?? { offset: this.body.length, end: this.body.length, expected: 'endOfText' as const, atEnd: true };
    const isComment = /^\s*(\/\/|\/\*|#)/.test(this.body.slice(at.offset, at.offset + 100));
    const message = isComment
      ? 'Not well-formed JSON: this is a comment, and JSON has none; take it out'
      : withoutFullStop(phraseText(syntaxPhrase(at, this.body)));
    this.found.push({ start: at.offset, end: at.end, message, isOfSchema: true });
  }

  private unknown(at: readonly string[], name: string, names: readonly string[]): void {
    const parentSchema = { properties: membersOf(names), additionalProperties: false };
    const error = { keyword: 'additionalProperties', params: { additionalProperty: name }, parentSchema };
    this.add([...at, name], 'key', errorText(at, error));
  }

  private refuse(
    at: readonly (string | number)[],
    error: Omit<JsonError, 'instancePath' | 'params'> & Partial<JsonError>,
  ): void {
    this.add(at, 'value', errorText(at, error));
  }

  private add(at: readonly (string | number)[], where: 'key' | 'value', message: string, isOfSchema = true): void {
    const node = nodeAt(this.json.root, pointerOf(at));
    const { start, end } = (where === 'key' ? node?.key : node) ?? { start: 0, end: this.body.length };
    this.found.push({ start, end, message, isOfSchema });
  }

  private get json(): JsonReading & { readonly root?: JsonNode } {
    this.reading ??= readJson(this.body);
    return this.reading;
  }
}

const NOTHING: Configuration = { hints: {}, ignore: [], server: {} };

function errorText(at: readonly (string | number)[], error: Partial<JsonError> & Pick<JsonError, 'keyword'>): string {
  return jsonErrorText([{ params: {}, ...error, instancePath: pointerOf(at) }], WORDS);
}

function membersOf(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

/** A member that the object itself has, and not what every object has. */
function memberOf(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isHint(name: string): name is HintCode {
  return (HINT_CODES as readonly string[]).includes(name);
}

function isSeverity(value: unknown): value is HintSeverity {
  return (HINT_SEVERITIES as readonly unknown[]).includes(value);
}
