import { render } from 'preact';
import {
  GRID_PROTOCOL,
  type GridFromPage,
  type GridPlace,
  type GridState,
  type GridToPage,
} from '../../core/grid/gridMessages';
import type { PageLink } from '../pageLink';
import { GridTable } from './gridTable';
import { GridTools } from './gridTools';
import { RowCache } from './rowCache';

export type GridLink = PageLink<GridToPage, GridFromPage, GridPlace>;
export type GridStart = Extract<GridToPage, { kind: 'grid' }>;

/** The page of a grid. It shows what the extension sends and asks for what the user wants. It makes no decisions itself. */
export class GridPage {
  private begun: GridStart | undefined;
  private state: GridState | undefined;
  private notice = '';
  private readonly rows = new RowCache((from, to) => this.link.send({ kind: 'rows', from, to }));

  constructor(
    private readonly root: HTMLElement,
    private readonly link: GridLink,
  ) {}

  /** Starts listening, and then asks for the grid. Messages sent before that would be lost. */
  start(): void {
    this.link.listen((message) => this.hear(message));
    this.link.send({ kind: 'ready', version: GRID_PROTOCOL });
  }

  private hear(message: GridToPage): void {
    switch (message.kind) {
      case 'grid':
        document.documentElement.lang = message.language;
        this.begun = message;
        this.link.keep(message.place);
        this.become(message.state);
        break;
      case 'state':
        this.become(message.state);
        break;
      case 'rows':
        this.rows.take(message);
        break;
      case 'notice':
        this.notice = message.text;
    }
    this.draw();
  }

  private become(state: GridState): void {
    this.state = state;
    this.rows.revision = state.revision;
  }

  private draw(): void {
    const { begun: start, state } = this;
    if (!start || !state) return;
    const { strings: words, heads, title } = start;
    const send = (message: GridFromPage) => {
      this.notice = '';
      this.link.send(message);
    };
    render(
      <>
        <h1 class="spoken">{title}</h1>
        <GridTools words={words} heads={heads} state={state} notice={this.notice} send={send} />
        <GridTable words={words} heads={heads} state={state} rows={this.rows} send={send} redraw={() => this.draw()} />
      </>,
      this.root,
    );
  }
}
