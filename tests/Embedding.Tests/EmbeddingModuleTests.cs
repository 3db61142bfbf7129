using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Tests.Models;

namespace Photoseek.Embedding.Tests;

public sealed class EmbeddingModuleTests
{
    [Fact]
    public void The_module_serves_the_configured_model()
    {
        using var bundle = new TinyBundle();
        bundle.Load().Dispose();
        using var services = Services(
            ("Embedding:Model", Path.GetFileName(bundle.Folder)),
            ("Embedding:InstalledModels", Path.GetDirectoryName(bundle.Folder)!),
            ("Embedding:Limits:Side", "100"));

        var model = services.GetRequiredService<ClipModel>();

        Assert.Equal(Path.GetFileName(bundle.Folder), model.Identity.Name);
        Assert.Same(model, services.GetRequiredService<ClipModel>());
        Assert.Equal(100, services.GetRequiredService<PictureDecoder>().Limits.Side);
        Assert.NotNull(services.GetRequiredService<ModelInstaller>());
    }

    [Fact]
    public void A_model_that_is_not_here_is_an_error_that_says_what_to_do()
    {
        using var services = Services(("Embedding:Model", "ViT-B-16-SigLIP"), ("Embedding:InstalledModels", "/nowhere"));

        var error = Assert.Throws<InvalidDataException>(services.GetRequiredService<ClipModel>);

        Assert.Contains("models install ViT-B-16-SigLIP", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        using var services = Services(("Embedding:TextThreads", "0"));

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<ModelCatalog>);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        return new ServiceCollection().AddLogging().AddEmbedding(configuration.GetSection("Embedding")).BuildServiceProvider(validateScopes: true);
    }
}
