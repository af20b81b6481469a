/** The switches that answer what no source says, without `mendix.switches.` (docs/mendix.md#mendixswitches). */
export type MendixSwitchName =
  | 'login2'
  | 'loginBody'
  | 'keepAliveAction'
  | 'expiredStatus'
  | 'csrfStatus'
  | 'rotateToken'
  | 'logoutEndsToken'
  | 'passwordEndsTokens'
  | 'loginEndsToken'
  | 'tokenTimeoutUnit'
  | 'sessionCookieLife'
  | 'deviceCookieLife'
  | 'gap'
  | 'idleFrom'
  | 'dataCallRevives'
  | 'matchUserAgent'
  | 'loginHtmlTokens'
  | 'inactiveEndsSessions'
  | 'blockedTokenRevives'
  | 'deviceTokenName'
  | 'forwardedHttps'
  | 'reloginReason'
  | 'linkTarget'
  | 'crossSiteLink'
  | 'markerCounts';

/** What a reader of the journal has to know of a rule. */
export interface RuleMark {
  /** The version from which on the runtime has the rule. */
  readonly since?: string;
  /** The version that does not have it any more. */
  readonly before?: string;
  /** The switches that change it, because no source says it, or sources differ. `anonymous` is an option beside them. */
  readonly inferred?: readonly (MendixSwitchName | 'anonymous')[];
  /** What of it no source says, and no switch changes (docs/mendix.md#what-no-switch-changes). No brackets in it. */
  readonly assumed?: string;
}

const MARK = / \(((?:since \d|before \d|inferred: |inferred, no switch: )[^()]*)\)\.$/;

/** A sentence with its mark: `The session is invalid (inferred: mendix.switches.gap).` */
export function ruled(sentence: string, { since, before, inferred = [], assumed }: RuleMark): string {
  const parts = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
    ...(inferred.length > 0 ? [`inferred: ${inferred.map(optionOf).join(', ')}`] : []),
    ...(assumed === undefined ? [] : [`inferred, no switch: ${assumed}`]),
  ];
  return `${sentence.replace(/\.$/, '')} (${parts.join('; ')}).`;
}

function optionOf(name: MendixSwitchName | 'anonymous'): string {
  return name === 'anonymous' ? 'mendix.anonymous' : `mendix.switches.${name}`;
}

/**
 * What the journal says of a rule. A more exact message has the same mark as the declared sentence, and a rule that
 * depends on the version names the one that runs.
 * @param sentence as `ruled` made it, or without a mark
 */
export function markedMessage(sentence: string, message = sentence, version?: string): string {
  const mark = MARK.exec(sentence)?.[1];
  if (mark === undefined) return message;
  const runs = version === undefined ? mark : mark.replace(/^(?:since|before) [\d.]+/, `$&, runtime ${version}`);
  return `${message.replace(MARK, '').replace(/\.$/, '')} (${runs}).`;
}
