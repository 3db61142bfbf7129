using System.Runtime.InteropServices;
using Photoseek.Embedding.Native;

namespace Photoseek.Bench.Embedding;

/// <summary>Pictures of a camera's size and weight: light that changes slowly, things with edges, texture and a sensor's noise.</summary>
internal static class Photographs
{
    // What 12 megapixels of a phone weigh, 3 to 6 MB, is met at this quality and with this much noise.
    private const int Quality = 92;
    private const int SubsampledColour = 1;
    private const float Noise = 6;

    /// <summary>The files, made where they are not there yet.</summary>
    public static string[] Make(string folder, int width, int height, int count)
    {
        var files = Enumerable.Range(0, count).Select(i => Path.Combine(folder, $"{width}x{height}-{i:00}.jpg")).ToArray();
        Parallel.ForEach(files.Where(static f => !File.Exists(f)), (file, _, i) =>
        {
            var pixels = Draw(width, height, new Random((int)Array.IndexOf(files, file) + 1));
            File.WriteAllBytes(file + ".part", Encode(pixels, width, height));
            File.Move(file + ".part", file);
        });
        return files;
    }

    private static byte[] Draw(int width, int height, Random random)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * 3, pinned: true);
        var layers = Enumerable.Range(0, 9).Select(i => new Layer(random, width, height, 1_600 >> i, 60f / (1 << Math.Min(i, 4)))).ToArray();
        var things = Enumerable.Range(0, 24).Select(_ => new Thing(random, width, height)).ToArray();
        var light = new float[width];
        var colours = new[] { new float[width], new float[width] };
        var noise = (uint)random.Next() | 1;
        for (var y = 0; y < height; y++)
        {
            Array.Fill(light, 128);
            Array.Clear(colours[0]);
            Array.Clear(colours[1]);
            foreach (var layer in layers)
            {
                layer.Add(y, light);
            }

            layers[0].Add(height - 1 - y, colours[0]);
            layers[1].Add(y, colours[1]);
            foreach (var thing in things)
            {
                thing.Paint(y, light, colours);
            }

            for (int x = 0, i = y * width * 3; x < width; x++, i += 3)
            {
                noise ^= noise << 13;
                noise ^= noise >> 17;
                noise ^= noise << 5;
                var value = light[x] + (((int)((noise & 0xFF) + ((noise >> 8) & 0xFF)) - 255) * Noise / 104);
                pixels[i] = (byte)Math.Clamp(value + colours[0][x], 0, 255);
                pixels[i + 1] = (byte)Math.Clamp(value - ((colours[0][x] + colours[1][x]) / 2), 0, 255);
                pixels[i + 2] = (byte)Math.Clamp(value + colours[1][x], 0, 255);
            }
        }

        return pixels;
    }

    private static byte[] Encode(byte[] rgb, int width, int height)
    {
        using var image = VipsImage.Lend(Marshal.UnsafeAddrOfPinnedArrayElement(rgb, 0), width, height);
        using var save = VipsOperation.Named("jpegsave_buffer");
        using var file = save.Set("in", image).Set("Q", Quality).Set("subsample-mode", SubsampledColour).Set("keep", 0).BuildBlob("buffer");
        GC.KeepAlive(rgb);
        return file.ToArray();
    }

    /// <summary>Random values on a grid, and straight lines between them.</summary>
    private sealed class Layer(Random random, int width, int height, int cell, float strength)
    {
        private readonly int _columns = (width / cell) + 2;
        private readonly float[] _values =
            [.. Enumerable.Range(0, ((width / cell) + 2) * ((height / cell) + 2)).Select(_ => (random.NextSingle() - 0.5f) * 2 * strength)];

        public void Add(int y, float[] row)
        {
            var top = y / cell * _columns;
            var down = (float)(y % cell) / cell;
            for (int left = 0, x = 0; x < row.Length; left++)
            {
                var from = _values[top + left] + ((_values[top + left + _columns] - _values[top + left]) * down);
                var to = _values[top + left + 1] + ((_values[top + left + 1 + _columns] - _values[top + left + 1]) * down);
                var step = (to - from) / cell;
                for (var end = Math.Min(x + cell, row.Length); x < end; x++, from += step)
                {
                    row[x] += from;
                }
            }
        }
    }

    /// <summary>A disc or a bar of one colour.</summary>
    private sealed class Thing(Random random, int width, int height)
    {
        private readonly bool _isDisc = random.Next(2) == 0;
        private readonly int _x = random.Next(width);
        private readonly int _y = random.Next(height);
        private readonly int _reach = random.Next(width / 60, width / 8);
        private readonly float _light = random.Next(-90, 90);
        private readonly float[] _colours = [random.Next(-60, 60), random.Next(-60, 60)];

        public void Paint(int y, float[] light, float[][] colours)
        {
            var away = Math.Abs(y - _y);
            if (away > _reach)
            {
                return;
            }

            var half = _isDisc ? (int)MathF.Sqrt((_reach * _reach) - (away * away)) : _reach / 3;
            for (var x = Math.Max(_x - half, 0); x < Math.Min(_x + half, light.Length); x++)
            {
                light[x] += _light;
                colours[0][x] = _colours[0];
                colours[1][x] = _colours[1];
            }
        }
    }
}
