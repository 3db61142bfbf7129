using System.Text.Json;
using Microsoft.Playwright;

namespace Photoseek.Bench.Pages;

/// <summary>What one load of a page took, as the browser tells it.</summary>
/// <param name="Interactive">Milliseconds until its scripts have run and no long task followed them.</param>
/// <param name="LargestPaint">Milliseconds.</param>
/// <param name="Shift">Sum of all layout shifts, scrolling down a few windows included.</param>
/// <param name="ScriptBytes">As they were sent.</param>
/// <param name="StyleBytes">As they were sent.</param>
/// <param name="PageBytes">As they were sent.</param>
internal sealed record PageFigures(double Interactive, double LargestPaint, double Shift, double ScriptBytes, double StyleBytes, double PageBytes)
{
    private const string Watch = """
        window.seen = { paint: 0, shift: 0, busy: 0 };
        new PerformanceObserver(list => { for (const e of list.getEntries()) seen.paint = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
        new PerformanceObserver(list => { for (const e of list.getEntries()) seen.shift += e.hadRecentInput ? 0 : e.value; }).observe({ type: 'layout-shift', buffered: true });
        new PerformanceObserver(list => { for (const e of list.getEntries()) seen.busy = Math.max(seen.busy, e.startTime + e.duration); }).observe({ type: 'longtask', buffered: true });
        """;

    private const string Tell = """
        () => {
          const page = performance.getEntriesByType('navigation')[0];
          const files = performance.getEntriesByType('resource');
          const sum = end => files.filter(file => new URL(file.name).pathname.endsWith(end)).reduce((all, file) => all + file.encodedBodySize, 0);
          const scripts = files.filter(file => new URL(file.name).pathname.endsWith('.js')).map(file => file.responseEnd);
          return {
            Interactive: Math.max(page.domContentLoadedEventEnd, seen.early, ...scripts),
            LargestPaint: seen.paint, Shift: seen.shift,
            ScriptBytes: sum('.js'), StyleBytes: sum('.css'), PageBytes: page.encodedBodySize,
          };
        }
        """;

    /// <summary>Loads a page in a window that has loaded nothing before.</summary>
    public static async Task<PageFigures> OfAsync(IPage page, Uri address)
    {
        await page.AddInitScriptAsync(Watch);
        await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle });

        // What is busy from here on is the scrolling.
        await page.EvaluateAsync("() => { seen.early = seen.busy; }");
        for (var step = 0; step < 3; step++)
        {
            await page.Mouse.WheelAsync(0, 800);
            await page.WaitForTimeoutAsync(150);
        }

        return (await page.EvaluateAsync<JsonElement>(Tell)).Deserialize<PageFigures>()!;
    }
}
