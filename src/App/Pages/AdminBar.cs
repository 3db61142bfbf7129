namespace Photoseek.App.Pages;

/// <summary>One bar of a chart; sides are in the chart's own units, from its bottom.</summary>
/// <param name="X">Left side.</param>
/// <param name="Height">Of the strong bar.</param>
/// <param name="Upper">Of the pale bar behind it; 0 for none.</param>
/// <param name="Words">What it says when it is pointed at.</param>
public sealed record AdminBar(double X, double Height, double Upper, string Words);
