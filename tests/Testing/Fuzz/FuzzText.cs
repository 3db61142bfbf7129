using System.Text;

namespace Photoseek.Testing.Fuzz;

/// <summary>Texts as nobody writes them: of all of Unicode, halves of it, controls, marks, runs and pieces that mean something to the reader.</summary>
public static class FuzzText
{
    private static readonly string[] Odd =
    [
        " ", "  ", "\t", "\r\n", "\u00a0", "\u2003", "\u200b", "\u2028", "\ufeff", "\0", "\u001b", "\u007f", "\u0301", "\u0308\u0323", "\u0345", "\u0130", "\u0131", "\u00df", "\u1e9e",
        "\u03a3", "\ufb01", "\uff21", "\u2126", "\u212b", "\u0958", "\ud83d", "\ude42", "\ud83d\ude42", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "\ud834\udd5e", "\ufffd", "\uffff",
        "'s", "'LL", "<|startoftext|>", "<|endoftext|>", "</s>", "<unk>", "\u2581", "ca\u0301r", "0", "9\u0663", "\u00bd", "\u2460", "%00", "%2F", "../", "\"", "'", "\\", ";", "--",
    ];

    /// <summary>A text, mostly short, now and then of thousands of characters.</summary>
    public static string Next(Random random, params string[] pieces)
    {
        var text = new StringBuilder();
        var parts = random.Next(20) switch { 0 => 0, 1 => random.Next(300), _ => random.Next(12) };
        for (var part = 0; part < parts; part++)
        {
            switch (random.Next(pieces.Length == 0 ? 5 : 9))
            {
                case 0:
                    text.Append(Odd[random.Next(Odd.Length)]);
                    break;
                case 1:
                    text.Append((char)random.Next(' ', 127));
                    break;
                case 2:
                    text.Append((char)random.Next(0x10000)); // Any, half of a surrogate pair among them.
                    break;
                case 3:
                    text.Append(AnyRune(random));
                    break;
                case 4:
                    text.Append((char)random.Next('a', 'z' + 1), random.Next(100) == 0 ? 2000 : random.Next(8));
                    break;
                default:
                    text.Append(pieces[random.Next(pieces.Length)]);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Changes some bytes: others in their place, gone, twice or put between.</summary>
    public static byte[] Damage(Random random, byte[] bytes)
    {
        var damaged = bytes.ToList();
        for (var times = random.Next(1, 6); times > 0 && damaged.Count > 0; times--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 20), damaged.Count - at));
                    break;
                case 2:
                    damaged.InsertRange(at, damaged.GetRange(at, Math.Min(random.Next(1, 40), damaged.Count - at)));
                    break;
                case 3:
                    damaged.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    damaged.RemoveRange(at, damaged.Count - at); // Cut off.
                    break;
            }
        }

        return [.. damaged];
    }

    private static string AnyRune(Random random)
    {
        while (true)
        {
            if (Rune.TryCreate(random.Next(0x110000), out var rune))
            {
                return rune.ToString();
            }
        }
    }
}
