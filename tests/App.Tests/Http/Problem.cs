using System.Text.Json;

namespace Photoseek.App.Tests.Http;

/// <summary>What tests expect of a problem.</summary>
internal static class Problem
{
    public static void Is(string type, JsonElement problem)
    {
        Assert.Equal("/problems/" + type, problem.GetProperty("type").GetString());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
    }

    public static void Names(string[] fields, JsonElement problem) =>
        Assert.Equal(fields.Order(), problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
}
