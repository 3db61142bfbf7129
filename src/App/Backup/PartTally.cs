using System.Security.Cryptography;
using System.Text;

namespace Photoseek.App.Backup;

/// <summary>Adds up the files of one part, while it is written and while it is checked.</summary>
internal sealed class PartTally(string name) : IDisposable
{
    private readonly IncrementalHash _lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _files;
    private long _bytes;

    public void Add(string file, long bytes, byte[] sha256)
    {
        _lines.AppendData(Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(sha256)}  {file}\n"));
        _files++;
        _bytes += bytes;
    }

    public BackupPart Sum() => new(name, _files, _bytes, Convert.ToHexStringLower(_lines.GetCurrentHash()));

    public void Dispose() => _lines.Dispose();
}
