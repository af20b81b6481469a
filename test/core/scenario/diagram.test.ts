import assert from 'node:assert/strict';
import { coveredRun } from '../../../src/core/scenario/coveredRun';
import { type Diagram, diagramOf } from '../../../src/core/scenario/diagram';
import { htmlReport } from '../../../src/core/scenario/htmlReport';
import { mermaidOf } from '../../../src/core/scenario/mermaid';
import { outlineOf } from '../../../src/core/scenario/outline';
import { newRun, runOf } from '../../../src/core/scenario/run';
import type { AnswerGist, RunEvent, ShownStep } from '../../../src/core/scenario/runEvents';
import { storyOf } from '../../../src/core/scenario/story';
import { svgOf } from '../../../src/core/scenario/svg';
import { SLICES } from '../../../src/core/systems';
import { readXml } from '../../cli/xml';
import { read, withSteps } from './reading';
import { answered, ended, failure, OTP, RUN, SECRET, STARTED, STEPS, sent, step } from './runs';

const rowsOf = ({ rows }: Diagram) =>
  rows.map(({ kind, text, state, verdict, message, answer }) =>
    [kind, text, state, verdict, message, answer].filter((each) => each !== undefined).join(' | '),
  );

describe('The diagram', () => {
  it('the diagram is planned by the scenario, a row for each step', () => {
    const text = withSteps([
      { from: 'App', to: 'Server', title: 'Call', request: { url: '/x' } },
      { note: 'Look' },
      { note: 'Both', over: ['Server', 'App'] },
      { clock: { advance: '5 min' } },
    ]);
    const { scenario } = read(text);
    assert.ok(scenario);
    const { lifelines, rows } = diagramOf(newRun(outlineOf(scenario)));
    assert.deepEqual(lifelines, [
      { name: 'App', role: 'app' },
      { name: 'Server', role: 'server' },
    ]);
    assert.deepEqual(
      rows.map(({ kind, over, state }) => [kind, over.join(), state]),
      [
        ['message', '', 'planned'],
        ['note', 'Server', 'planned'],
        ['note', 'App,Server', 'planned'],
        ['event', 'Server', 'planned'],
      ],
    );
  });

  it('the diagram shows what was really sent, with redirects as rows of their own, and what failed', () => {
    assert.deepEqual(rowsOf(diagramOf(runOf(RUN))), [
      'message | Validate | drawn | passed',
      'message | ValidateOperation() | answered | passed | 1 | 200 Words',
      'note | e.g. OTP is 2E5D0D5xxx | drawn | passed',
      'message | Process; <request> #1 | drawn | passed',
      'event | Clock: advance 5 min | done | passed',
      'message | Callback | answered | 2 | 302 Words',
      'message | Callback | answered | failed | 3 | 403 Words',
    ]);
    const { causes, failures } = diagramOf(runOf(RUN)).rows.at(-1) ?? {};
    assert.deepEqual(causes, ['web.otp.used']);
    assert.deepEqual(failures, ['Status 403, expected 200.']);
  });

  it('the diagram takes back what a step back takes back, and keeps what was done by hand before', () => {
    const hand = step(-1, { kind: 'request', title: 'By hand', from: 'Front end', to: '4D Server' });
    const byHand = (id: number) => [
      { kind: 'stepStarted', step: hand } as const,
      sent(id, -1),
      answered(id, 500),
      ended(hand),
    ];
    const events = [
      STARTED,
      ended(STEPS[0] as never),
      ...byHand(1),
      { kind: 'stepStarted', step: STEPS[1] as never } as const,
      sent(2, 1),
      answered(2, 200),
      ended(STEPS[1] as never),
      ...byHand(3),
    ];
    assert.deepEqual(rowsOf(diagramOf(runOf(events))).slice(0, 4), [
      'message | Validate | drawn | passed',
      'message | By hand | answered | passed | 1 | 500 Words',
      'message | ValidateOperation() | answered | passed | 2 | 200 Words',
      'message | By hand | answered | passed | 3 | 500 Words',
    ]);
    const back = diagramOf(runOf([...events, { kind: 'steppedBack', step: 1 }]));
    assert.deepEqual(rowsOf(back).slice(0, 4), [
      'message | Validate | drawn | passed',
      'message | By hand | answered | passed | 1 | 500 Words',
      'message | ValidateOperation() | planned',
      'note | e.g. OTP is 2E5D0D5xxx | planned',
    ]);
    assert.equal(back.rows.length, STEPS.length + 1);
  });

  it('the diagram tells what has no answer, and what was skipped', () => {
    const { rows } = diagramOf(
      runOf([
        STARTED,
        ended(STEPS[0] as never),
        { kind: 'stepStarted', step: STEPS[1] as never },
        sent(1, 1),
        answered(1, 0),
        ended(STEPS[1] as never, [failure('200', 'no answer')]),
        ...STEPS.slice(2).map((each) => ended(each, [], 'skipped')),
      ]),
    );
    assert.equal(rows[1]?.state, 'unanswered');
    assert.deepEqual([rows[5]?.state, rows[5]?.verdict], ['planned', 'skipped']);
    assert.match(
      String(storyOf({ title: '', description: '', lifelines: [], rows })[1]),
      /No answer: Nobody listens there, not expected\. .*Failed:/,
    );
  });

  it('the diagram becomes Mermaid, with nothing in it that Mermaid would take for its own', () => {
    const lines = mermaidOf(diagramOf(runOf(RUN))).split('\n');
    assert.deepEqual(lines.slice(0, 8), [
      'sequenceDiagram',
      '  title OTP & #60;co#62;',
      '  actor P0 as User',
      '  participant P1 as Front end',
      '  participant P2 as 4D Server',
      '  P0->>P1: Validate',
      `  P1->>P2: ValidateOperation()<br/>GET /x?$4DSID=${OTP}<br/>strict is held back`,
      '  P2-->>P1: 200 Words<br/>Sets sid',
    ]);
    assert.ok(lines.includes('  P2->>P2: Process#59; #60;request#62; #35;1'));
    assert.ok(lines.includes('  Note over P2: e.g. OTP is 2E5D0D5xxx'));
    assert.ok(lines.some((line) => line.startsWith('  Note over P1,P2: ✖ Status 403, expected 200.')));
  });

  it('the diagram becomes a story, a sentence for each row', () => {
    const story = storyOf(diagramOf(runOf(RUN)));
    assert.equal(story[0], 'User to Front end: Validate.');
    assert.match(
      String(story[1]),
      /^Front end to 4D Server: ValidateOperation\(\)\. GET .* Answer: 200 Words\. Sets sid\. Reason codes: web\.otp\.created\.$/,
    );
    assert.equal(story[3], '4D Server, to itself: Process; <request> #1.');
    assert.match(String(story[6]), /Failed: Status 403, expected 200\.$/);
  });

  it('the diagram becomes an SVG that is well-formed whatever the texts are', () => {
    const nasty = `a\u0000\u0008\ud800 <script>"'&]]> ${'w'.repeat(500)}`;
    const diagram = diagramOf(runOf(RUN));
    const rows = diagram.rows.map((row) => ({ ...row, text: `${row.text} ${nasty}`, failures: [nasty] }));
    const svg = svgOf({ ...diagram, title: nasty, rows });
    const root = readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${svg}`);
    assert.equal(root.name, 'svg');
    assert.ok(!/<script/i.test(svg));
    assert.ok(!/ style="|<script|javascript:| on\w+="/.test(svg));
    assert.match(svgOf(diagram), /var\(--vscode-editor-foreground/);
    assert.match(svgOf(diagram), /<title>OTP &amp; &lt;co&gt;<\/title>/);
    assert.match(svgOf(diagram), /<desc>[^<]*User to Front end: Validate\./);
    // A failed row has a sign besides its colour.
    assert.match(svgOf(diagram), />✖ Callback</);
  });

  it('the diagram says of what is sent at the same moment that it is, in every form', () => {
    const request = (index: number, title: string, alongside?: true) =>
      step(index, { kind: 'request', title, from: 'A', to: 'B', ...(alongside && { alongside }) });
    const steps = [request(0, 'One'), request(1, 'Two', true), request(2, 'Three', true), request(3, 'Four')];
    const actors = [
      { name: 'A', role: 'browser' },
      { name: 'B', role: 'server' },
    ] as const;
    const diagram = diagramOf(newRun({ name: 'Tabs', description: '', file: '/x', actors, steps }));
    assert.deepEqual(mermaidOf(diagram).split('\n').slice(4), [
      '  par',
      '    P0->>P1: One',
      '  and',
      '    P0->>P1: Two',
      '  and',
      '    P0->>P1: Three',
      '  end',
      '  P0->>P1: Four',
      '',
    ]);
    assert.deepEqual(
      storyOf(diagram).map((each) => each.startsWith('At the same moment: A to B: ')),
      [false, true, true, false],
    );
    assert.equal(svgOf(diagram).match(/∥ T/g)?.length, 2);
  });

  it('the diagram says in every form what the simulator says of an answer: as expected or not, its first words, where it leads to, and why it refuses', () => {
    const expecting = { ...(STEPS[1] as ShownStep), expects: true as const };
    const told = (event: RunEvent, gist: AnswerGist): RunEvent =>
      event.kind === 'messageAnswered' ? { ...event, answer: { ...event.answer, gist } } : event;
    const events: RunEvent[] = [
      STARTED,
      { kind: 'stepStarted', step: expecting },
      sent(1, 1),
      told(answered(1, 302), { location: '/done?code=•••' }),
      sent(2, 1, { follows: 1 }),
      told(answered(2, 403, ['web.otp.used']), { words: 'The passcode was used.' }),
      ended(expecting),
    ];
    const diagram = diagramOf(runOf(events));
    const plain = (text: string) => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    for (const [form, text] of [
      ['Mermaid', plain(mermaidOf(diagram))],
      ['SVG', plain(svgOf(diagram).replace(/<desc>.*<\/desc>/s, ''))],
      ['story', storyOf(diagram).join(' ')],
    ] as const) {
      for (const said of ['strict is held back', 'Sets sid', 'Leads to /done?code=•••', '403 Words, as expected'])
        assert.ok(text.includes(said), `${form}: ${said}: ${text}`);
      assert.match(text, /It says: The passcode was used\. Because: web\.otp\.used/, form);
    }
    const failed = [...events.slice(0, -1), ended(expecting, [failure('200', '403')])];
    assert.match(svgOf(diagramOf(runOf(failed))), />403 Words, not expected</);
  });

  it('the diagram becomes a page without scripts and without secrets', () => {
    const page = htmlReport(coveredRun(RUN, SLICES));
    assert.ok(!page.includes(SECRET), 'a cookie is in the page');
    assert.ok(!page.includes(OTP), 'a passcode is in the page');
    assert.ok(!/<script|<link|<img|src=|javascript:| on\w+="/i.test(page));
    assert.match(page, /default-src 'none'/);
    assert.match(page, /&lt;script&gt;alert\(1\)/);
    assert.match(page, /Failed: Callback\./);
    assert.match(page, /web\.otp\.used &lt;b&gt;|web\.otp\.used: web\.otp\.used &lt;b&gt;happened/);
    assert.match(page, /strict: Another site\./);
    assert.equal(page.match(/<details>/g)?.length, 3);
    assert.ok(
      !htmlReport(coveredRun(RUN, SLICES, ['Words'])).includes('Words'),
      'what the one who runs knows is covered too',
    );
  });
});
