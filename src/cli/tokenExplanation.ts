import { phraseText } from '../core/compliance/phrase';
import { syntaxPhrase } from '../core/compliance/syntaxPhrase';
import { JSON_DEPTH } from '../core/json/jsonDepth';
import { readJson } from '../core/json/jsonText';
import { parseJson } from '../core/json/parseJson';
import { decodeToken, encodeToken, type TokenDefect, tokenDisagreements } from '../core/session/connectionToken';
import { applicationFolderName } from '../core/session/location';
import { sessionFields } from '../core/session/sessionFields';
import { type Forgiven, isJwt } from '../core/session/tokenInText';
import type { DecodeInput } from './decodeInput';

type Defect = TokenDefect | 'jwt' | 'missingKey' | 'malformedSession' | 'noToken';

/** An explained connection token. It contains everything in the token but never the token itself. */
export interface TokenExplanation {
  readonly version: 1;
  /** Whether it is a connection token, and matches its session if there is one. */
  readonly valid: boolean;
  /** The content of the token. Null when it cannot be decoded. */
  readonly token: Record<string, unknown> | null;
  /** Why it is not a connection token. */
  readonly defect?: Defect;
  readonly message?: string;
  /** `standard` also when the token has no character that differs. */
  readonly alphabet?: 'standard' | 'url';
  readonly padded?: boolean;
  /** Whether it is byte for byte what 4D writes for these ids. */
  readonly canonical?: boolean;
  /** The application folder that its session file belongs in. */
  readonly applicationFolder?: string;
  /** The ids of the session that contains the token. */
  readonly session?: { applicationId: string | null; sessionId: string | null; teamId: string | null };
  /** What stood around the token, or was done to it. Absent for a token alone. */
  readonly forgiven?: readonly Forgiven[];
  /** Of a JSON Web Token: its header and its claims, as far as they can be read, and never its signature. */
  readonly jwt?: { header: unknown; claims: unknown };
  readonly disagreements?: { key: string; token: unknown; session: string }[];
}

type Explained = Omit<TokenExplanation, 'version' | 'valid'>;

export function explain(input: DecodeInput): TokenExplanation {
  const explained = input.kind === 'token' ? explainGiven(input) : explainSession(input);
  const valid = explained.defect === undefined && (explained.disagreements ?? []).length === 0;
  return { version: 1, valid, ...explained };
}

function explainGiven({ token, forgiven }: Extract<DecodeInput, { kind: 'token' }>): Explained {
  const explained = isJwt(token) ? explainJwt(token) : explainToken(token);
  return forgiven.length === 0 ? explained : { ...explained, forgiven };
}

/** Connection tokens have one part, so that this is a token of another system. */
function explainJwt(token: string): Explained {
  const parts = token.split('.');
  const [header, claims] = parts.map((part) => decodeToken(part));
  const message =
    parts.length === 5
      ? 'This is an encrypted JSON Web Token (JWE), and no connection token of 4D. Its claims cannot be read without the key.'
      : 'This is a JSON Web Token (JWT), and no connection token of 4D. Its signature is not checked, and not shown.';
  const contentOf = (part: typeof header) => (part?.ok ? part.value : null);
  return {
    ...defective('jwt', message),
    jwt: { header: contentOf(header), claims: parts.length === 5 ? null : contentOf(claims) },
  };
}

function explainSession({ text, utf8 }: Extract<DecodeInput, { kind: 'session' }>): Explained {
  const body = text.replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    const { stop } = readJson(body);
    return defective('malformedSession', stop ? phraseText(syntaxPhrase(stop, body)) : 'Not well-formed JSON.');
  }
  if (!utf8) return defective('malformedSession', 'Not well-formed JSON: the text is not UTF-8.');
  const fields = sessionFields(value);
  const { applicationId = null, sessionId = null, teamId = null, token } = fields;
  const session = { applicationId, sessionId, teamId };
  if (token === undefined) return { ...defective('noToken', 'This session has no connection token.'), session };
  const explained = explainToken(token);
  if (explained.token === null) return { ...explained, session };
  const disagreements = tokenDisagreements(explained.token, fields).map(({ key, found = null, expected }) => ({
    key,
    token: found,
    session: expected,
  }));
  return { ...explained, session, disagreements };
}

function explainToken(token: string): Explained {
  const decoded = decodeToken(token);
  if (!decoded.ok) return defective(decoded.defect, DEFECTS[decoded.defect]);
  const { value } = decoded;
  const shape: Explained = {
    token: value,
    alphabet: /[-_]/.test(token) ? 'url' : 'standard',
    padded: token.endsWith('='),
    canonical: false,
  };
  const { appNameID, id, teamID = '' } = value;
  if (typeof appNameID !== 'string' || typeof id !== 'string' || typeof teamID !== 'string') {
    const keys = Object.entries({ appNameID, id, teamID }).filter(([, each]) => typeof each !== 'string');
    const names = keys.map(([key]) => `"${key}"`).join(', ');
    return {
      ...shape,
      defect: 'missingKey',
      message: `The token has no text for ${names}: 4D could not tell whose it is.`,
    };
  }
  return {
    ...shape,
    canonical: token === encodeToken({ appNameID, id, teamID }),
    applicationFolder: applicationFolderName(appNameID, teamID),
  };
}

const DEFECTS: Record<TokenDefect, string> = {
  notBase64: 'The token is not base64, neither in the standard nor in the URL alphabet.',
  notUtf8: 'The token is base64, but not of UTF-8 text.',
  notJson: 'The token is base64, but not of JSON.',
  tooDeep: `The token is base64, but its JSON is nested deeper than ${JSON_DEPTH.levels} levels (${JSON_DEPTH.name}).`,
  notAnObject: 'The token is base64 of JSON, but not of an object.',
};

function defective(defect: Defect, message: string): Explained {
  return { token: null, defect, message };
}
