import path from 'node:path';
import type * as api from '../../src/api/sessionWorkbenchApi';

/** The package as it ships: its own files find the programs beside them. */
export const sessionWorkbench = require(path.resolve(__dirname, '../../../dist/api.js')) as typeof api;
