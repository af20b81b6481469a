import { isRecord } from '../../../core/session/sessionFields';
import type { TokenDevice } from '../../../core/systems/tokens/tokenSession';
import { isLongerThan, LONGEST_TOKENS_PASSWORD } from '../../../core/systems/tokens/tokensTexts';
import { TokensRefusal } from './tokensRefusal';

/** Longer texts about a device would fill the memory. */
const LONGEST_DEVICE_TEXT = 200;
const DEVICE_MEMBERS = ['name', 'platform', 'model', 'appVersion'] as const;

/** The body of a call, as far as an app sends it. */
export class AppBody {
  private readonly members: Readonly<Record<string, unknown>>;

  /** @throws TokensRefusal for a body that is no object */
  constructor(body: unknown) {
    if (!isRecord(body)) throw bad('The body is no JSON object; send one.');
    this.members = body;
  }

  /** @throws TokensRefusal if it is no text, or empty */
  text(name: string): string {
    const value = this.members[name];
    if (typeof value !== 'string' || value === '') throw bad(`The body has no text “${name}”; send one.`);
    return value;
  }

  /** @throws TokensRefusal for a password that nobody has */
  password(name: string): string {
    const value = this.text(name);
    if (isLongerThan(value, LONGEST_TOKENS_PASSWORD)) {
      throw bad(`“${name}” is longer than ${LONGEST_TOKENS_PASSWORD} characters; send a shorter one.`);
    }
    return value;
  }

  /** What the app tells about its device. @throws TokensRefusal for what no device has */
  device(name: string): TokenDevice {
    const value = this.members[name];
    if (value === undefined || value === null) return {};
    if (!isRecord(value)) throw bad(`“${name}” is no object; send one with name, platform, model and appVersion.`);
    const told: { -readonly [N in keyof TokenDevice]: TokenDevice[N] } = {};
    for (const member of DEVICE_MEMBERS) {
      const text = value[member];
      if (text === undefined || text === null) continue;
      if (typeof text !== 'string') throw bad(`“${name}.${member}” is no text; send one.`);
      if (isLongerThan(text, LONGEST_DEVICE_TEXT)) {
        throw bad(`“${name}.${member}” is longer than ${LONGEST_DEVICE_TEXT} characters; send less.`);
      }
      told[member] = text;
    }
    return told;
  }
}

function bad(message: string): TokensRefusal {
  return new TokensRefusal(400, 'bad-request', message);
}
