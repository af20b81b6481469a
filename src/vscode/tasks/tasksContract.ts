import { type ContractPart, declaredId, type TaskKind } from '../contract/part';

/** The calls of the command line that a task makes. */
export type TaskCommand = 'check' | 'run';

/** The type of the tasks, as `tasks.json` names it. */
export const TASK_TYPE = declaredId('taskType', 'session-workbench');

/** Finds in the lines of `check --format unix` where each finding is. */
export const FINDINGS_MATCHER = declaredId('problemMatcher', 'session-workbench');

const TASK_KIND: TaskKind = {
  type: TASK_TYPE,
  properties: {
    command: { type: 'string', enum: ['check', 'run'] satisfies readonly TaskCommand[] },
    paths: { type: 'array', items: { type: 'string', minLength: 1 } },
  },
  required: ['command'],
};

export const TASKS_CONTRACT: ContractPart = { taskKinds: [TASK_KIND], problemMatchers: [FINDINGS_MATCHER] };
