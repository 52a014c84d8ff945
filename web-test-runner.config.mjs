/** Runs tests/widget in a real Chromium. `CHROME_PATH` names the browser; otherwise the usual places are tried. */
import { existsSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner';
import { build } from 'esbuild';

const executablePath = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
].find((path) => path && existsSync(path));

// The frameworks whose pages tests/widget puts the element on: bundled here, since React comes as CommonJS only.
const FRAMEWORKS = {
  '/frameworks/react.js': "export { createElement } from 'react'; export { createRoot } from 'react-dom/client';",
  '/frameworks/vue.js': "export { createApp, h, shallowRef } from 'vue';",
};

const frameworks = {
  name: 'frameworks',
  async serve({ path }) {
    const contents = FRAMEWORKS[path];
    if (!contents) return undefined;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: '.' },
      bundle: true,
      write: false,
      format: 'esm',
      define: {
        'process.env.NODE_ENV': '"production"',
        __VUE_OPTIONS_API__: 'false',
        __VUE_PROD_DEVTOOLS__: 'false',
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      },
    });
    return { body: outputFiles[0].text, type: 'js' };
  },
};

export default {
  files: 'tests/widget/**/*.test.ts',
  nodeResolve: { browser: true, exportConditions: ['production', 'default'] },
  concurrency: 1,
  plugins: [frameworks, esbuildPlugin({ ts: true, json: true, target: 'es2022', tsconfig: 'widget/tsconfig.json' })],
  browsers: [
    chromeLauncher({
      concurrency: 1,
      launchOptions: {
        executablePath,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          // A container's /dev/shm is often too small for a page.
          '--disable-dev-shm-usage',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      },
    }),
  ],
  testFramework: { config: { timeout: 20_000 } },
  testRunnerHtml: (testFramework) => `<!doctype html>
    <html lang="es-MX">
      <head><meta name="viewport" content="width=device-width" /><title>Portal</title></head>
      <body><main></main><script type="module" src="${testFramework}"></script></body>
    </html>`,
};
