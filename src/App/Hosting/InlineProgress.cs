namespace Photoseek.App.Hosting;

/// <summary>Reports at once and in order, where <see cref="Progress{T}"/> would queue to the pool.</summary>
internal sealed class InlineProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
