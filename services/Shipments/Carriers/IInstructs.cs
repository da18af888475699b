namespace Shipments.Carriers;

/// <summary>
/// A carrier whose API takes instructions for a parcel that it could not deliver. Each one may be given twice: what it
/// asks for must bear a repeat.
/// </summary>
internal interface IInstructs
{
    /// <summary>The carrier's, as in <see cref="ICarrier"/>.</summary>
    string Name { get; }

    IReadOnlyList<string> Kinds { get; }

    /// <exception cref="HttpRequestException">No answer, or none that says anything: to be tried again.</exception>
    Task<InstructionAnswer> Instruct(
        string trackingNumber, Instruction instruction, string token, CancellationToken ct);
}

/// <summary>What the carrier says to an instruction. <c>Reference</c>: its own name for it.</summary>
internal sealed record InstructionAnswer(bool IsAccepted, string? Reference, string? Reason)
{
    public static InstructionAnswer Accepted(string? reference) => new(true, reference, null);

    public static InstructionAnswer Refused(string reason) => new(false, null, reason);
}
