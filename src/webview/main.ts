import { Host } from './host';
import { FlowPage } from './page';

const root = document.getElementById('flow');
if (root) new FlowPage(root, new Host()).start();
