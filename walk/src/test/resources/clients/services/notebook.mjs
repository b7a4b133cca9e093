// Runs a notebook's cells as JupyterLab and VS Code do: a session on a kernel spec, then execute requests over its WebSocket.
// The address comes in JUPYTER_BASE_URL, the token in JUPYTER_TOKEN, the parts to run as arguments; the outcome is one JSON line on standard
// output.
import { KernelManager, KernelSpecManager, ServerConnection, SessionManager } from '@jupyterlab/services';

// As in a browser: a request of the library's own that a restart cancels is no end of the page.
process.on('unhandledRejection', error => console.warn(String(error)));

const serverSettings = ServerConnection.makeSettings({
  baseUrl: process.env.JUPYTER_BASE_URL,
  wsUrl: process.env.JUPYTER_BASE_URL.replace(/^http/, 'ws'),
  token: process.env.JUPYTER_TOKEN,
  appendToken: true,
});

const kernelspecs = new KernelSpecManager({ serverSettings });
await kernelspecs.ready;
const kernels = new KernelManager({ serverSettings });
const sessions = new SessionManager({ kernelManager: kernels, serverSettings });
await sessions.ready;

const session = await sessions.startNew({
  path: 'services.ipynb',
  name: 'services.ipynb',
  type: 'notebook',
  kernel: { name: kernelspecs.specs.default },
});

async function run(code, stdin) {
  const outputs = [];
  const future = session.kernel.requestExecute({ code, allow_stdin: stdin !== undefined });
  future.onIOPub = message => outputs.push([message.header.msg_type, message.content]);
  if (stdin !== undefined) {
    future.onStdin = () => future.sendInputReply({ status: 'ok', value: stdin }, {});
  }
  const reply = await future.done;
  return { status: reply.content.status, outputs };
}

/** A comm with a binary buffer: what the widgets speak. */
async function echo(bytes) {
  await run(`
from comm import get_comm_manager
def open_echo(comm, message):
    comm.on_msg(lambda m: comm.send(data={'length': len(m['buffers'][0])}, buffers=[bytes(reversed(m['buffers'][0]))]))
get_comm_manager().register_target('echo', open_echo)`);
  const comm = session.kernel.createComm('echo');
  const answer = new Promise(resolve => (comm.onMsg = resolve));
  await comm.open().done;
  await comm.send({}, {}, [bytes]).done;
  const message = await answer;
  const buffer = message.buffers[0];
  const view = ArrayBuffer.isView(buffer) ? buffer : new Uint8Array(buffer);
  return { length: message.content.data.length, bytes: [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)] };
}

const parts = {
  stream: () => run("print('hello')"),
  rich: () => run("from IPython.display import HTML; HTML('<b>rich</b>')"),
  error: () => run('1/0'),
  input: () => run("input('name? ')", 'Ada'),
  comm: () => echo(new Uint8Array([1, 2, 3]).buffer),
  completion: async () => (await session.kernel.requestComplete({ code: 'impor', cursor_pos: 5 })).content.matches,
  restart: async () => {
    await run('x = 1');
    await session.kernel.restart();
    return run("'x' in dir()");
  },
};

async function main() {
  const outcome = { defaultSpec: kernelspecs.specs.default };
  for (const part of process.argv.slice(2)) {
    outcome[part] = await parts[part]();
  }
  await sessions.refreshRunning();
  outcome.running = [...sessions.running()].map(model => model.path);
  await session.shutdown();
  await sessions.refreshRunning();
  outcome.runningAfterShutdown = [...sessions.running()].length;
  console.log(JSON.stringify(outcome));
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  }
);
