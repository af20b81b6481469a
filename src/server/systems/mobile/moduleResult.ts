import { isObject } from '../../kernel/code/isObject';
import type { ModuleResult } from './hookProtocol';

/** Whether this is a result of the module. Its code may write one itself into the channel of its process. */
export function isModuleResult(value: unknown): value is ModuleResult {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case 'answer':
      return [value.json, value.unwritable].every((each) => each === undefined || typeof each === 'string');
    case 'loaded':
    case 'noFunction':
      return true;
    case 'tooLarge':
    case 'failure':
      return typeof value.reason === 'string';
    default:
      return false;
  }
}
