// What `import … from 'session-workbench'` gives. The compiler makes its types of this file and of what it names.
import type { ClockMove, ClockState } from '../core/protocol/clockState';
import type { Fault, FaultEffect, FaultRequest, FaultScope } from '../core/protocol/fault';
import type { JournalCause, JournalChange, JournalEntry, JournalPage } from '../core/protocol/journal';
import type { Mail } from '../core/protocol/mail';
import type { ServerChange, ServerState } from '../core/protocol/state';
import { ControlCallError } from '../server/client/controlClient';
import type { ServerOptions } from '../server/kernel/options/options';
import {
  type CheckedFinding,
  type CheckedRange,
  type CheckedReport,
  type CheckOptions,
  check,
  type JudgedReport,
} from './checkPaths';
import { type ConnectedServer, connectServer } from './connectServer';
import type { ClockControl, DevServerControl, SystemControls } from './devServerControl';
import {
  type BaseServer,
  type RanMessage,
  type RanReport,
  type RanScenario,
  type RanStep,
  type RunOptions,
  run,
} from './runFiles';
import { type ErrorCode, IncompleteError, SessionWorkbenchError } from './sessionWorkbenchError';
import { type RunningDevServer, type StartServerOptions, startServer } from './startedServer';

export type {
  BaseServer,
  CheckedFinding,
  CheckedRange,
  CheckedReport,
  CheckOptions,
  ClockControl,
  ClockMove,
  ClockState,
  ConnectedServer,
  DevServerControl,
  ErrorCode,
  Fault,
  FaultEffect,
  FaultRequest,
  FaultScope,
  JournalCause,
  JournalChange,
  JournalEntry,
  JournalPage,
  JudgedReport,
  Mail,
  RanMessage,
  RanReport,
  RanScenario,
  RanStep,
  RunningDevServer,
  RunOptions,
  ServerChange,
  ServerOptions,
  ServerState,
  StartServerOptions,
  SystemControls,
};
export { ControlCallError, check, connectServer, IncompleteError, run, SessionWorkbenchError, startServer };
