using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;

namespace Photoseek.Bench.Embedding;

/// <summary>Files to vectors as indexing does it: on each core a thread that decodes, shrinks and embeds in batches.</summary>
internal sealed class PictureEmbedder(ClipModel model, PictureDecoder decoder, int batchSize)
{
    /// <summary>What indexing decodes a file to.</summary>
    public DecodedPicture Decode(string file) => decoder.Decode(File.ReadAllBytes(file), model.DecodeSide);

    /// <summary>The vectors of the files, in order.</summary>
    public Task<float[][]> RunAsync(string[] files) => RunAsync(files, model.DecodeSide);

    /// <summary>The same from pictures that are decoded whole: exact, and slow.</summary>
    public Task<float[][]> RunWholeAsync(string[] files) => RunAsync(files, int.MaxValue);

    /// <summary>Runs the model alone, over batches that are ready: that many pictures, in whole batches on every core.</summary>
    public Task RunModelAsync(DecodedPicture picture, int pictures)
    {
        var rounds = (pictures + (batchSize * Environment.ProcessorCount) - 1) / (batchSize * Environment.ProcessorCount);
        return Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        void Work()
        {
            var batch = model.NewBatch(batchSize);
            for (var i = 0; i < batchSize; i++)
            {
                batch.Add(picture);
            }

            for (var round = 0; round < rounds; round++)
            {
                model.EmbedPictures(batch);
            }
        }
    }

    private async Task<float[][]> RunAsync(string[] files, int decodeSide)
    {
        var vectors = new float[files.Length][];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return vectors;

        void Work()
        {
            var batch = model.NewBatch(batchSize);
            var places = new List<int>(batchSize);
            for (var i = Interlocked.Increment(ref next); i < files.Length; i = Interlocked.Increment(ref next))
            {
                batch.Add(decoder.Decode(File.ReadAllBytes(files[i]), decodeSide));
                places.Add(i);
                if (places.Count == batchSize)
                {
                    Embed(batch, places);
                }
            }

            Embed(batch, places);
        }

        void Embed(PictureBatch batch, List<int> places)
        {
            foreach (var (place, vector) in places.Zip(model.EmbedPictures(batch)))
            {
                vectors[place] = vector;
            }

            batch.Clear();
            places.Clear();
        }
    }
}
