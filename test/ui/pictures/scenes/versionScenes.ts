import fs from 'node:fs';
import path from 'node:path';
import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { EDITOR, OURS, QUICK_INPUT, SEEN_OF_QUICK_INPUT, SIDE_BAR, showOnly } from '../views';

const SESSIONS = 'Mobile Sessions';
const VERSIONED = 'workshop@example.com';
const STUCK = 'tom@example.com';

/** The earlier versions of a session, and a change that cannot be undone. */
export const VERSION_SCENES: readonly Scene[] = [
  {
    name: 'versions',
    parts: SEEN_OF_QUICK_INPUT,
    goesWith: 'size',
    async arrange(stage) {
      await makeVersion(stage);
      await listVersions(stage);
    },
    leave: ({ workbench }) => workbench.page.keyboard.press('Escape'),
  },
  {
    name: 'compare-version',
    parts: `${EDITOR} .codelens-decoration, .editor-group-container.active .editor-actions`,
    async arrange(stage) {
      await makeVersion(stage);
      await listVersions(stage);
      const { page } = stage.workbench;
      await page.keyboard.press('Enter');
      await page.locator('.monaco-diff-editor .line-delete').first().waitFor();
      await page.getByRole('button', { name: /^Restore This Version/ }).waitFor();
    },
  },
  {
    name: 'stuck-change',
    parts: SIDE_BAR,
    async arrange(stage) {
      await toggle(stage, STUCK);
      const file = fileOf(stage.folder, STUCK);
      const text = fs.readFileSync(file);
      fs.rmSync(file);
      fs.mkdirSync(file);
      await stage.workbench.palette(`${OURS}Undo Change of Sessions`);
      await showOnly(stage, 'Changes');
      await stage.workbench.rowSpoken(/cannot be undone/, 'Changes').waitFor();
      fs.rmdirSync(file);
      fs.writeFileSync(file, text);
    },
  },
];

/** Changes the session, unless an earlier picture has done so: then there is a version. */
async function makeVersion(stage: Stage): Promise<void> {
  await showFieldService(stage);
  const { workbench } = stage;
  const isChanged = /"status":\s*"pending"/.test(fs.readFileSync(fileOf(stage.folder, VERSIONED), 'utf8'));
  if (!isChanged) await toggle(stage, VERSIONED);
  const file = fileOf(stage.folder, VERSIONED);
  // An editor that opens later would take the keys of the palette.
  await workbench.openFileFromTree(workbench.rowSpoken(new RegExp(VERSIONED), SESSIONS), path.basename(file));
}

async function listVersions({ workbench }: Stage): Promise<void> {
  await workbench.palette(`${OURS}Compare Session with Previous Version…`);
  await workbench.page.locator(QUICK_INPUT).getByRole('option').first().waitFor();
}

async function toggle(stage: Stage, email: string): Promise<void> {
  await showFieldService(stage);
  const row = stage.workbench.rowSpoken(new RegExp(email));
  await row.hover();
  await row.getByRole('button', { name: 'Toggle Status of Session' }).click();
  const file = fileOf(stage.folder, email);
  const isChanged = async () => /"status":\s*"pending"/.test(fs.readFileSync(file, 'utf8'));
  await stage.workbench.until(isChanged, Boolean, `the changed session of ${email}`);
}

async function showFieldService(stage: Stage): Promise<void> {
  await showOnly(stage, SESSIONS);
  await stage.workbench.expand('Field Service');
  await stage.workbench.rowSpoken(new RegExp(VERSIONED)).waitFor();
}

function fileOf(folder: string, email: string): string {
  const application = path.join(folder, 'Data/MobileApps/com.example.fieldservice');
  const files = fs.readdirSync(application).map((name) => path.join(application, name));
  const file = files.find((each) => fs.statSync(each).isFile() && fs.readFileSync(each, 'utf8').includes(`"${email}"`));
  if (!file) throw new Error(`There is no session of ${email}.`);
  return file;
}
