// Pictures to vectors as transformers.js does it. Reads one request a line, {"files": [...], "batch": n}, and answers each
// with {"ms": n, "vectors": [[...]]}; the first line out says what runs here.
import { createInterface } from 'node:readline';
import { AutoProcessor, CLIPVisionModelWithProjection, RawImage, env } from '@huggingface/transformers';

const folder = process.argv[2];
env.allowRemoteModels = false;
env.localModelPath = folder.slice(0, folder.lastIndexOf('/') + 1);
const name = folder.slice(folder.lastIndexOf('/') + 1);
const processor = await AutoProcessor.from_pretrained(name);
const model = await CLIPVisionModelWithProjection.from_pretrained(name, { dtype: 'fp32', device: 'cpu' });

async function embed(files, batch) {
  const vectors = [];
  for (let i = 0; i < files.length; i += batch) {
    const images = await Promise.all(files.slice(i, i + batch).map((file) => RawImage.read(file)));
    const { image_embeds } = await model(await processor(images));
    for (const vector of image_embeds.tolist()) {
      vectors.push(vector);
    }
  }

  return vectors;
}

console.log(JSON.stringify({ name: `transformers.js ${env.version}`, node: process.version }));
for await (const line of createInterface({ input: process.stdin })) {
  const { files, batch } = JSON.parse(line);
  const started = performance.now();
  const vectors = await embed(files, batch);
  console.log(JSON.stringify({ ms: performance.now() - started, vectors }));
}
