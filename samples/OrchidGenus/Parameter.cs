using System;

namespace OrchidGenus;

/// <summary>What Adam needs of a parameter, whichever layer it belongs to.</summary>
internal readonly record struct Parameter(Memory<float> Value, Memory<float> Gradient);
