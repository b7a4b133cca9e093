// A module-federation container, written by hand: JupyterLab loads this file, calls init() with its shared modules, then get().
//
// Stock JupyterLab ignores what a kernel publishes for an execution that this page did not start. Atelier's hub marks such messages
// with metadata.atelier.cellId; here they find their way into the cell. A cell that was never saved is not there after a reload, so a
// notebook is saved when a cell is run, and again when it is done.
//
// A notebook that was written in Studio Classic names its kernel by the ARN of an image, one of a stock Jupyter is for python3. Atelier
// starts such kernels but does not list them, and JupyterLab asks for another one when it does not know a name; here it does not have to.
(function () {
  'use strict';

  let shared = {};

  async function sharedModule(name) {
    const versions = shared[name];
    const version = versions && Object.keys(versions)[0];
    if (!version) {
      throw new Error(`@atelier/lab: JupyterLab does not share ${name}`);
    }
    return (await versions[version].get())();
  }

  const SAVE_DELAY = 300;

  /** Saves a notebook soon, once for many calls. */
  class Saver {
    constructor(panel) {
      this.context = panel.context;
      this.timer = 0;
    }

    save() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const model = this.context.model;
        if (!this.context.isDisposed && this.context.isReady && model.dirty && !model.readOnly) {
          this.context.save().catch(error => console.warn('@atelier/lab: not saved:', error));
        }
      }, SAVE_DELAY);
    }
  }

  /** The messages of one notebook, in order. */
  class Follower {
    constructor(panel, saver) {
      this.panel = panel;
      this.saver = saver;
      this.begun = new Map();
      this.displays = new Map();
      this.queue = panel.context.ready;
      panel.sessionContext.iopubMessage.connect((_, message) => this.receive(message));
    }

    receive(message) {
      const mark = message.metadata && message.metadata.atelier;
      if (!mark || !mark.cellId) {
        return;
      }
      this.queue = this.queue
        .then(() => this.show(message, mark.cellId))
        .catch(error => console.error('@atelier/lab:', error));
    }

    cell(cellId) {
      const model = this.panel.content && this.panel.content.model;
      if (!model) {
        return null;
      }
      for (const cell of model.cells) {
        if (cell.id === cellId && cell.type === 'code') {
          return cell;
        }
      }
      return null;
    }

    show(message, cellId) {
      const cell = this.cell(cellId);
      if (!cell) {
        return;
      }
      const execution = message.parent_header.msg_id;
      if (!this.begun.has(execution)) {
        this.begun.set(execution, cellId);
        cell.trusted = true;
        cell.outputs.clear();
        this.state(cell, true);
      }
      const content = message.content;
      switch (message.header.msg_type) {
        case 'status':
          if (content.execution_state === 'idle') {
            this.state(cell, false);
            this.saver.save();
          }
          break;
        case 'execute_input':
          cell.executionCount = content.execution_count;
          this.state(cell, true);
          break;
        case 'stream':
          cell.outputs.add({ output_type: 'stream', name: content.name, text: content.text });
          break;
        case 'error':
          cell.outputs.add({
            output_type: 'error',
            ename: content.ename,
            evalue: content.evalue,
            traceback: content.traceback
          });
          break;
        case 'display_data':
          this.display(cell, content, { output_type: 'display_data', data: content.data, metadata: content.metadata });
          break;
        case 'execute_result':
          cell.executionCount = content.execution_count;
          this.display(cell, content, {
            output_type: 'execute_result',
            execution_count: content.execution_count,
            data: content.data,
            metadata: content.metadata
          });
          break;
        case 'update_display_data':
          this.update(content);
          break;
        case 'clear_output':
          cell.outputs.clear(content.wait);
          break;
      }
    }

    display(cell, content, output) {
      const index = cell.outputs.add(output) - 1;
      const id = content.transient && content.transient.display_id;
      if (id) {
        const places = this.displays.get(id) || [];
        places.push({ outputs: cell.outputs, index });
        this.displays.set(id, places);
      }
    }

    update(content) {
      const id = content.transient && content.transient.display_id;
      for (const place of this.displays.get(id) || []) {
        if (place.index < place.outputs.length) {
          const before = place.outputs.get(place.index).toJSON();
          place.outputs.set(place.index, { ...before, data: content.data, metadata: content.metadata });
        }
      }
    }

    /** The [*] of a cell that runs. */
    state(cell, running) {
      if ('executionState' in cell) {
        cell.executionState = running ? 'running' : 'idle';
      }
    }
  }

  async function outputs() {
    const { INotebookTracker, NotebookActions } = await sharedModule('@jupyterlab/notebook');
    return {
      id: '@atelier/lab:outputs',
      description: 'Shows the output of executions that another page started, and saves what is run.',
      autoStart: true,
      requires: [INotebookTracker],
      activate: (_, notebooks) => {
        const savers = new WeakMap();
        const adopt = panel => {
          const saver = new Saver(panel);
          savers.set(panel.content, saver);
          new Follower(panel, saver);
        };
        const save = (_, { notebook }) => {
          const saver = savers.get(notebook);
          if (saver) {
            saver.save();
          }
        };
        notebooks.forEach(adopt);
        notebooks.widgetAdded.connect((_, panel) => adopt(panel));
        NotebookActions.executionScheduled.connect(save);
        NotebookActions.executed.connect(save);
      }
    };
  }

  const OPEN_TERMINAL = 'atelier:open-image-terminal';
  const TERMINAL_PATIENCE = 10 * 60 * 1000;

  /** Opens a terminal in an image on an instance type. An app that takes long to start is asked again until it is there. */
  async function openTerminal(app, services, { image, instanceType, cwd }) {
    const { ServerConnection } = services;
    const settings = app.serviceManager.serverSettings;
    const body = JSON.stringify({ image, instanceType, cwd: app.serviceManager.contents.localPath(cwd || '') });
    const giveUp = Date.now() + TERMINAL_PATIENCE;
    for (;;) {
      const answer = await ServerConnection.makeRequest(settings.baseUrl + 'api/terminals', { method: 'POST', body }, settings);
      const model = await answer.json();
      if (answer.ok) {
        return app.commands.execute('terminal:create-new', { name: model.name });
      }
      if (model.reason !== 'not-ready' || Date.now() > giveUp) {
        throw new Error(model.message);
      }
    }
  }

  /** A card in the launcher for each image on each instance type, with its price: what the notebooks' cards offer. */
  async function imageTerminals() {
    const { ILauncher } = await sharedModule('@jupyterlab/launcher');
    const { showErrorMessage } = await sharedModule('@jupyterlab/apputils');
    const services = await sharedModule('@jupyterlab/services');
    const { terminalIcon } = await sharedModule('@jupyterlab/ui-components');
    return {
      id: '@atelier/lab:image-terminals',
      description: 'Opens terminals in images.',
      autoStart: true,
      requires: [ILauncher],
      activate: (app, launcher) => {
        app.commands.addCommand(OPEN_TERMINAL, {
          label: args => args.label || 'Image terminal',
          caption: args => `Open a terminal in the image ${args.image} on ${args.instanceType}`,
          icon: terminalIcon,
          execute: args =>
            openTerminal(app, services, args).catch(error => showErrorMessage('The image terminal did not open', error))
        });
        const specs = app.serviceManager.kernelspecs;
        let cards = [];
        const offer = () => {
          const seen = new Set();
          cards.forEach(card => card.dispose());
          cards = [];
          for (const spec of Object.values((specs.specs && specs.specs.kernelspecs) || {})) {
            const { image, imageDisplayName, instanceType } = (spec.metadata && spec.metadata.atelier) || {};
            if (!image || seen.has(image + ' ' + instanceType)) {
              continue;
            }
            seen.add(image + ' ' + instanceType);
            const price = spec.display_name.split(' \u00b7 ').slice(1).join(' \u00b7 ');
            cards.push(
              launcher.add({
                command: OPEN_TERMINAL,
                category: 'Image terminal',
                rank: cards.length,
                args: { image, instanceType, label: `${imageDisplayName} \u00b7 ${price}` }
              })
            );
          }
        };
        specs.specsChanged.connect(offer);
        specs.ready.then(offer);
      }
    };
  }

  const CLASSIC = '__SAGEMAKER_INTERNAL__';
  const STOCK = 'python3';

  /**
   * JupyterLab asks which kernel a notebook is to have when it knows no kernel spec of the name in its metadata. Just before it looks, the
   * name of a stock Jupyter becomes the default's, and it learns the name of Studio Classic that is there; what that means, the service
   * decides.
   */
  async function foreignNotebooks() {
    const { INotebookTracker } = await sharedModule('@jupyterlab/notebook');
    return {
      id: '@atelier/lab:foreign-notebooks',
      description: 'Opens notebooks of Studio Classic and of a stock Jupyter with their kernel.',
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, notebooks) => {
        const manager = app.serviceManager.kernelspecs;
        const settle = context => {
          const { specs } = manager;
          const { name } = context.kernelPreference;
          if (!specs || !name || specs.kernelspecs[name]) {
            return;
          }
          if (name === STOCK) {
            context.kernelPreference = { ...context.kernelPreference, name: specs.default };
          } else if (name.includes(CLASSIC)) {
            specs.kernelspecs[name] = { ...specs.kernelspecs[specs.default], name };
          }
        };
        const watch = ({ sessionContext }) => {
          settle(sessionContext);
          manager.ready.then(() => settle(sessionContext));
          sessionContext.kernelPreferenceChanged.connect(settle);
        };
        notebooks.forEach(watch);
        notebooks.widgetAdded.connect((_, panel) => watch(panel));
      }
    };
  }

  async function extension() {
    return { __esModule: true, default: [await outputs(), await imageTerminals(), await foreignNotebooks()] };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['@atelier/lab'] = {
    init: scope => {
      shared = scope;
    },
    get: async module => {
      if (module !== './extension') {
        throw new Error(`@atelier/lab has no module ${module}`);
      }
      const exports = await extension();
      return () => exports;
    }
  };
})();
