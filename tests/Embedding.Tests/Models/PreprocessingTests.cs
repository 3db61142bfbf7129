using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Models;

public sealed class PreprocessingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"size":{"shortest_edge":224},"do_center_crop":true,"crop_size":{"height":224,"width":224},"resample":3,IMAGE}""", 224, false)]
    [InlineData("""{"size":224,"do_center_crop":true,"crop_size":224,"resample":3,IMAGE}""", 224, false)]
    [InlineData("""{"size":{"height":384,"width":384},"resample":3,"rescale_factor":0.00392156862745098,IMAGE}""", 384, true)]
    [InlineData("""{"size":[256,256],"mode":"RGB","interpolation":"bicubic","resize_mode":"shortest",OPENCLIP}""", 256, false)]
    [InlineData("""{"size":[256,256],"resize_mode":"squash",OPENCLIP}""", 256, true)]
    [InlineData("""{"size":256,OPENCLIP}""", 256, false)]
    public void Both_forms_and_every_way_to_write_a_size_are_read(string config, int size, bool squash)
    {
        var read = Read(config);

        Assert.Equal(size, read.Size);
        Assert.Equal(squash, read.Squash);
        Assert.Equal([0.1f, 0.2f, 0.3f], read.Mean);
        Assert.Equal([0.4f, 0.5f, 0.6f], read.Std);
    }

    [Theory]
    [InlineData("""{"size":[224,224],"interpolation":"bilinear",OPENCLIP}""", "interpolation 'bilinear'")]
    [InlineData("""{"size":[224,224],"resize_mode":"longest",OPENCLIP}""", "resize_mode 'longest'")]
    [InlineData("""{"size":[224,224],"mode":"L",OPENCLIP}""", "mode 'L'")]
    [InlineData("""{"size":[224,336],OPENCLIP}""", "size 336 x 224")]
    [InlineData("""{"size":224,"resample":2,IMAGE}""", "resample 2")]
    [InlineData("""{"size":224,"do_normalize":false,IMAGE}""", "do_normalize false")]
    [InlineData("""{"size":224,"rescale_factor":1,IMAGE}""", "rescale_factor 1")]
    [InlineData("""{"size":{"shortest_edge":256},"do_center_crop":true,"crop_size":224,IMAGE}""", "crop_size 224 after size 256")]
    [InlineData("""{"size":{"shortest_edge":224},"do_center_crop":false,IMAGE}""", "size.shortest_edge without do_center_crop")]
    [InlineData("""{"size":{"longest_edge":224},IMAGE}""", "cannot be read")]
    [InlineData("""{"size":""", "cannot be read")]
    public void What_is_not_known_is_refused_by_name(string config, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(config));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.FullPath, error.Message, StringComparison.Ordinal);
    }

    private Preprocessing Read(string config)
    {
        var file = _folder.Path("preprocess.json");
        File.WriteAllText(file, config
            .Replace("IMAGE", "\"image_mean\":[0.1,0.2,0.3],\"image_std\":[0.4,0.5,0.6]", StringComparison.Ordinal)
            .Replace("OPENCLIP", "\"mean\":[0.1,0.2,0.3],\"std\":[0.4,0.5,0.6]", StringComparison.Ordinal));
        return Preprocessing.Read(file);
    }
}
