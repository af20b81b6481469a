import validateToPage from '../core/flows/compiledToPage';
import { type FlowPlace, type FromPage, readFlowPlace, type ToPage } from '../core/flows/flowMessages';
import { messageProblem } from '../core/flows/messageProblem';

/** The API of VS Code in a webview. A page can acquire it only once. */
interface VSCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: FlowPlace): void;
}

declare function acquireVsCodeApi(): VSCodeApi;

/** The extension behind the page. */
export class ExtensionLink {
  private readonly api = acquireVsCodeApi();

  send(message: FromPage): void {
    this.api.postMessage(message);
  }

  /** Receives messages from the frame around the page. One that is not as it must be is ignored, and the extension
   * is told. */
  listen(listener: (message: ToPage) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const problem = messageProblem(validateToPage, data);
      if (problem === undefined) listener(data as ToPage);
      else this.send({ kind: 'misunderstood', problem: problem.slice(0, 500) });
    });
  }

  get place(): FlowPlace | undefined {
    return readFlowPlace(this.api.getState());
  }

  keep(place: FlowPlace): void {
    this.api.setState(place);
  }
}
