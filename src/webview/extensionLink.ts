import { type FlowPlace, type FromPage, readFlowPlace, type ToPage } from '../core/flows/flowMessages';

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

  /** Receives messages from the frame around the page. Messages from others are ignored. */
  listen(listener: (message: ToPage) => void): void {
    window.addEventListener('message', (event: MessageEvent<ToPage>) => listener(event.data));
  }

  get place(): FlowPlace | undefined {
    return readFlowPlace(this.api.getState());
  }

  keep(place: FlowPlace): void {
    this.api.setState(place);
  }
}
