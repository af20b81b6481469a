import {
  DEFAULT_SECRET_HEADER,
  DEFAULT_TIMEOUT_S,
  LONGEST_TIMEOUT_S,
  PUSH_METHODS,
} from '../../core/push/pushDefaults';
import type { PushTarget } from '../../core/push/pushTarget';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';
import { Rows } from '../contract/rows';
import { type SchemaPart, Setting } from '../contract/setting';
import { SESSIONS_VIEW } from '../mobileApps/mobileAppsContract';
import type { PushRequest, RowOfFolder } from './pushNode';

export const PUSH_ROWS = new Rows(SESSIONS_VIEW, { push: [], pushRow: [] }, ['pushRow']);

export const PUSH_COMMANDS = {
  sessionsPush: new Command<[given?: RowOfFolder | PushRequest | undefined]>('sessionWorkbench.sessions.push'),
  sessionsPushPending: new Command('sessionWorkbench.sessions.pushPending'),
  sessionsPushTo: new Command<[given?: RowOfFolder | PushRequest | undefined]>('sessionWorkbench.sessions.pushTo'),
  pushShowLast: new Command<[given?: RowOfFolder | PushRequest | undefined]>('sessionWorkbench.push.showLast'),
  pushDismissLast: new Command<[given?: RowOfFolder | PushRequest | undefined]>('sessionWorkbench.push.dismissLast'),
  pushAddTarget: new Command('sessionWorkbench.push.addTarget'),
  pushRemoveTarget: new Command<[name?: string | undefined]>('sessionWorkbench.push.removeTarget'),
  pushSetSecret: new Command<[name?: string | undefined]>('sessionWorkbench.push.setSecret'),
  pushForgetSecret: new Command<[name?: string | undefined]>('sessionWorkbench.push.forgetSecret'),
  pushExplain: new Command('sessionWorkbench.push.explain'),
} as const;

/** The properties of an entry in the setting: those of a push target, in the units of the setting. */
const TARGET: Record<Exclude<keyof PushTarget, 'timeoutMs'> | 'timeout', SchemaPart> = {
  name: { type: 'string', minLength: 1 },
  url: { type: 'string', pattern: '^https?://[^/?#@\\s]+([/?][^#\\s]*)?$' },
  method: { type: 'string', enum: PUSH_METHODS, default: 'POST' },
  headers: { type: 'object', additionalProperties: { type: 'string' } },
  secretHeader: { type: 'string', default: DEFAULT_SECRET_HEADER },
  secretPrefix: { type: 'string' },
  timeout: { type: 'number', exclusiveMinimum: 0, maximum: LONGEST_TIMEOUT_S, default: DEFAULT_TIMEOUT_S },
  mobileApps: { type: 'string' },
  certificate: { type: 'string' },
};

export const PUSH_SETTINGS = {
  targets: new Setting<readonly unknown[]>('sessionWorkbench.push.targets', 'array', [], {
    scope: 'machine-overridable',
    schema: {
      items: { type: 'object', required: ['name', 'url'], additionalProperties: false, properties: TARGET },
    },
  }),
} as const;

export const PUSH_KEYS = {
  /** Whether the result of a push is shown. */
  hasLast: ContextKey.flag('sessionWorkbench.hasLastPush'),
  hasTargets: ContextKey.flag('sessionWorkbench.hasPushTargets'),
} as const;

export const PUSH_CONTRACT: ContractPart = {
  commands: PUSH_COMMANDS,
  contextKeys: PUSH_KEYS,
  settings: PUSH_SETTINGS,
  rows: [PUSH_ROWS],
};
