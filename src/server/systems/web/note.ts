import type { RuleOfKind } from '../../../core/protocol/reasonCode';
import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import { noting } from '../../kernel/journal/noting';

/** Gives a reason of the web face. */
export const note = noting(WEB_REASONS);

/** The reasons of the web face for which it refuses a request. */
export type WebRefusalRule = RuleOfKind<typeof WEB_REASONS.codes, 'refused'>;
