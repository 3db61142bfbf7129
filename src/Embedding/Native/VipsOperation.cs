namespace Photoseek.Embedding.Native;

/// <summary>One call of a libvips operation, by name: set its inputs, build it, take its outputs.</summary>
internal sealed class VipsOperation : VipsObject
{
    /// <exception cref="VipsException">There is no such operation.</exception>
    public static VipsOperation Named(string nickname)
    {
        Vips.Start();
        return Vips.Check(VipsApi.OperationNew(nickname));
    }

    /// <summary>Sets a number, a switch (0, 1), an enum or flags.</summary>
    public VipsOperation Set(string name, int number)
    {
        var value = default(GValue);
        VipsApi.ValueInit(ref value, GValue.Int);
        VipsApi.ValueSetInt(ref value, number);
        SetAndFree(name, ref value);
        return this;
    }

    /// <summary>Sets a block of bytes.</summary>
    public VipsOperation Set(string name, VipsBlob blob)
    {
        var value = default(GValue);
        VipsApi.ValueInit(ref value, VipsApi.BlobType());
        VipsApi.ValueSetBoxed(ref value, blob);
        SetAndFree(name, ref value);
        return this;
    }

    /// <summary>Sets an image.</summary>
    public VipsOperation Set(string name, VipsImage image)
    {
        var value = default(GValue);
        VipsApi.ValueInit(ref value, VipsApi.ImageType());
        VipsApi.ValueSetObject(ref value, image);
        SetAndFree(name, ref value);
        return this;
    }

    /// <summary>Runs it, and gives its output <paramref name="name"/>.</summary>
    /// <exception cref="VipsException">It failed.</exception>
    public VipsImage BuildImage(string name)
    {
        Build();
        var value = default(GValue);
        VipsApi.ValueInit(ref value, VipsApi.ImageType());
        VipsApi.GetProperty(this, name, ref value);
        var image = VipsImage.Share(VipsApi.ValueGetObject(in value));
        VipsApi.ValueUnset(ref value);
        VipsApi.UnrefOutputs(this);
        return image;
    }

    /// <inheritdoc cref="BuildImage"/>
    public VipsBlob BuildBlob(string name)
    {
        Build();
        var value = default(GValue);
        VipsApi.ValueInit(ref value, VipsApi.BlobType());
        VipsApi.GetProperty(this, name, ref value);
        var blob = VipsBlob.Share(VipsApi.ValueGetBoxed(in value));
        VipsApi.ValueUnset(ref value);
        VipsApi.UnrefOutputs(this);
        return blob;
    }

    private void Build()
    {
        // The library may put another, equal operation in this one's place, and moves our reference to it.
        if (VipsApi.OperationBuild(ref handle) != 0)
        {
            VipsApi.UnrefOutputs(this);
            throw Vips.Error();
        }
    }

    private void SetAndFree(string name, ref GValue value)
    {
        VipsApi.SetProperty(this, name, in value);
        VipsApi.ValueUnset(ref value);
    }
}
