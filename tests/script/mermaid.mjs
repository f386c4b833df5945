// Exits with 1 where Mermaid's own parser refuses the file.
import fs from 'fs';
import { JSDOM } from 'jsdom';

const page = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = page.window;
globalThis.document = page.window.document;
const mermaid = (await import('mermaid')).default;
try {
    await mermaid.parse(fs.readFileSync(process.argv[2], 'utf8'));
} catch (error) {
    console.log(error.message);
    process.exit(1);
}
